// What a package needs before it is packed: the licences, and here the built engine. Run by npm in the package's folder.

import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const folder = process.cwd();

for (const name of readdirSync(repository).filter((one) => one.startsWith("LICENSE-"))) {
  copyFileSync(join(repository, name), join(folder, name));
}
if (
  existsSync(join(folder, "wasm.toml")) &&
  ![
    "itl.wasm",
    "itl-first.wasm",
    "itl-rest.wasm",
    "itl-prompts.wasm",
    "itl-slim.wasm",
    "itl-answers.wasm",
    "texts.js",
  ].every((name) => existsSync(join(folder, "dist", name)))
) {
  console.error("itl-wasm: dist/ has no engine; building it");
  const { status } = spawnSync(process.execPath, [join(folder, "scripts/build.mjs")], { stdio: ["ignore", 2, 2] });
  if (status !== 0) process.exit(1);
}
