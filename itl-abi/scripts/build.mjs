// Builds the module for WebAssembly runtimes into dist/.

import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { checkPaths, compile, optimizer, run, stop } from "../../tools/wasm/cargo.mjs";

const help = `itl-abi/build [--out DIR]

Builds itl-abi.wasm into itl-abi/dist/ and copies it to where the bindings embed it.`;

const here = dirname(dirname(fileURLToPath(import.meta.url)));
/** Where the bindings have it. */
const COPIES = ["bindings/go/itl.wasm"];

const args = process.argv.slice(2);
if (args.includes("--help")) {
  console.log(help);
  process.exit(0);
}
const at = args.indexOf("--out");
const out = resolve(at < 0 ? join(here, "dist") : args[at + 1]);

const { file, paths } = compile({
  package: "itl-abi",
  features: "wasm",
  profile: "abi",
  config: join(here, "abi.toml"),
});
checkImports(file);
mkdirSync(out, { recursive: true });
const module = join(out, "itl-abi.wasm");
const unfinished = `${module}.part`;
const strip = ["--strip-debug", "--strip-producers", "--strip-target-features"];
// Functions with one caller stay functions: merged, two are too large for a method of the JVM.
const passes = ["-O3", "--low-memory-unused", "--one-caller-inline-max-function-size=0"];
run(process.execPath, [optimizer(), ...passes, ...strip, file, "-o", unfinished]);
checkPaths(unfinished, paths);
renameSync(unfinished, module);
if (at < 0) for (const copy of COPIES) copyFileSync(module, join(dirname(here), copy));
const bytes = readFileSync(module);
const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
console.log(`itl-abi.wasm: ${(bytes.length / 1000).toFixed(1)} kB, sha256 ${hash}`);

/** The function of the host is all that the module asks for. */
function checkImports(path) {
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(path)));
  const strange = imports.filter(({ module, name }) => module !== "itl" || name !== "host");
  if (strange.length > 0) stop(`unexpected imports: ${strange.map(({ name }) => name).join(", ")}`);
}
