// The parity table: which targets answer every case of the corpus with the native engine's bytes.
//
//   tools/parity/table            prints the table of the last run of ./test
//   tools/parity/table --write    writes it into the pages that show it
//   tools/parity/table --check    fails where a page shows another one, or a target's result is missing

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const folder = process.env.ITL_PARITY ?? join(repository, "target/parity");
/** The targets, and the part of ./test that writes each. */
const TARGETS = { Rust: "rust", Node: "wasm", Chromium: "wasm", Python: "python", JVM: "java", Go: "go" };
const PAGES = ["README.md", "docs/bindings.md"];
const MARKS = ["<!-- parity: made by tools/parity/table -->\n", "<!-- /parity -->\n"];

const stop = (line) => {
  console.error(`parity: ${line}`);
  process.exit(1);
};

function read(target) {
  const path = join(folder, `${target.toLowerCase()}.json`);
  if (!existsSync(path)) stop(`${target} has no result; run ./test ${TARGETS[target]} first`);
  const found = JSON.parse(readFileSync(path, "utf8"));
  const { cases, equal, not_applicable: left } = found;
  if (found.target !== target || ![cases, equal, left].every(Number.isSafeInteger))
    stop(`${path} is no result of ${target}`);
  return found;
}

const results = Object.keys(TARGETS).map(read);
const counts = new Set(results.map(({ cases }) => cases));
if (counts.size > 1)
  stop(`the targets ran different corpora: ${results.map(({ target, cases }) => `${target} ${cases}`).join(", ")}`);

const row = (cells) => `| ${cells.join(" | ")} |\n`;
const table =
  row(["", ...results.map(({ target }) => target)]) +
  row(["---", ...results.map(() => "---:")]) +
  row(["cases of the corpus", ...results.map(({ cases }) => cases)]) +
  row(["equal to the byte", ...results.map(({ equal }) => equal)]) +
  (results.some((one) => one.not_applicable > 0)
    ? row(["not applicable", ...results.map((one) => one.not_applicable)])
    : "");

const mode = process.argv[2];
if (!mode) process.stdout.write(table);
for (const page of mode ? PAGES : []) {
  const path = join(repository, page);
  const text = readFileSync(path, "utf8");
  const [before, rest] = text.split(MARKS[0]);
  const after = rest?.split(MARKS[1])[1];
  if (after === undefined) stop(`${page} has no place for the table`);
  const wanted = `${before}${MARKS[0]}\n${table}\n${MARKS[1]}${after}`;
  if (mode === "--write") writeFileSync(path, wanted);
  else if (text !== wanted) stop(`${page} shows another table; run tools/parity/table --write`);
}
for (const { target, cases, equal, not_applicable: left } of results) {
  if (equal + left !== cases) stop(`${target} answers ${cases - equal - left} of ${cases} cases otherwise`);
}
if (mode === "--check")
  console.log(`parity: ${[...counts][0]} cases, the same bytes from ${Object.keys(TARGETS).join(", ")}`);
