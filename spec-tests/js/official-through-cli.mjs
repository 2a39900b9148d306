// Runs the official Mustache cases without lambdas through `itl render --dialect mustache`.
//
//   node official-through-cli.mjs ITL_BINARY FOLDER_OF_CASES

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const [itl, cases] = process.argv.slice(2);
if (!cases) {
  console.error("usage: node official-through-cli.mjs ITL_BINARY FOLDER_OF_CASES");
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), "itl-official-"));
const failures = [];
let ran = 0;
try {
  for (const file of readdirSync(cases)
    .filter((name) => name.endsWith(".json") && name !== "~lambdas.json")
    .sort()) {
    for (const test of JSON.parse(readFileSync(join(cases, file), "utf8")).tests) {
      ran += 1;
      const partials = join(folder, String(ran));
      mkdirSync(partials);
      for (const [name, text] of Object.entries(test.partials ?? {})) {
        const path = join(partials, `${name}.mustache`);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
      }
      const template = join(partials, "..", `${ran}.mustache`);
      writeFileSync(template, test.template);
      const args = ["render", template, "--dialect", "mustache", "--data", "-", "--partials", partials];
      const run = spawnSync(itl, args, { input: JSON.stringify(test.data), encoding: "utf8" });
      if (run.error) throw run.error;
      if (run.status !== 0 || run.stdout !== test.expected) {
        failures.push(
          `${file}: ${test.name}\n  expected ${JSON.stringify(test.expected)}\n  found    ${JSON.stringify(run.stdout)} (exit ${run.status})\n${run.stderr}`,
        );
      }
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(
  `official Mustache cases: ${ran - failures.length} of ${ran} without lambdas pass through itl render --dialect mustache`,
);
if (failures.length > 0 || ran === 0) {
  console.error(failures.slice(0, 20).join("\n\n"));
  process.exit(1);
}
