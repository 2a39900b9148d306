// The package as npm would publish it, unpacked in a folder of its own.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const here = dirname(dirname(fileURLToPath(import.meta.url)));

/** A temporary project that has the package installed; `remove` removes it. */
export function project() {
  const folder = mkdtempSync(join(tmpdir(), "itl-wasm-test-"));
  execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], {
    cwd: here,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const tarball = join(
    folder,
    readdirSync(folder).find((name) => name.endsWith(".tgz")),
  );
  const modules = join(folder, "node_modules");
  mkdirSync(modules);
  execFileSync("tar", ["xzf", tarball, "-C", modules]);
  cpSync(join(modules, "package"), join(modules, "itl-wasm"), { recursive: true });
  rmSync(join(modules, "package"), { recursive: true });
  // The tools that the project is built with.
  for (const name of ["vite", "vite6", "vite7", "vitest", "webpack", "webpack-cli", "typescript", "esbuild", "jest"])
    symlinkSync(join(here, "node_modules", name), join(modules, name));
  cpSync(join(here, "test/fixture"), folder, { recursive: true });
  return { folder, tarball, remove: () => rmSync(folder, { recursive: true }) };
}
