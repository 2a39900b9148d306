// What the native engine makes of everything in the repository.

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
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

/** Writes how many cases of the corpus a target answers as the native engine does, where `./test` asks for it. */
export function writeParity(target, cases, wrong) {
  const folder = process.env.ITL_PARITY;
  if (!folder) return;
  // A case that differs has a line for each way in which it does: "corpus: FILE: NAME: WHAT".
  const cased = wrong.map((one) => one.split("\n")[0]).filter((one) => one.startsWith("corpus: "));
  const different = new Set(cased.map((one) => one.slice(0, one.lastIndexOf(": "))));
  const line = { target, cases, equal: cases - different.size, not_applicable: 0 };
  writeFileSync(join(folder, `${target.toLowerCase()}.json`), `${JSON.stringify(line)}\n`);
}
