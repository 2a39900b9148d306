// What the native engine makes of everything in the repository.

import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

let program;

function run(command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: repository,
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  if (error || status !== 0) throw new Error(`${command} failed: ${error?.message ?? stderr}`);
  return stdout;
}

/** The lines that `dump` prints with these arguments. */
export function dump(...args) {
  program ??= run("spec-tests/built", ["dump"]).trim();
  return run(program, args);
}
