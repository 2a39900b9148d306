// Node and the native engine: the same texts, warnings and diagnostics.

import assert from "node:assert/strict";
import test from "node:test";
import * as itl from "itl-wasm";
import { compare } from "./compare.js";
import { dump, writeParity } from "./native.mjs";

const SEED = process.env.SEED ?? "20260101";
const COUNT = process.env.COUNT ?? "3000";

test("everything in the repository", () => {
  const { counts, wrong } = compare(itl, dump());
  writeParity("Node", counts.corpus, wrong);
  report("Node", counts, wrong);
  for (const from of ["corpus", "examples", "recipes", "functions", "prompts", "requests"])
    assert.ok(counts[from] > 0, from);
  assert.ok(counts.corpus >= 500);
});

test("drawn templates and payloads", () => {
  const { counts, wrong } = compare(itl, dump("random", SEED, COUNT));
  report(`Node, seed ${SEED}`, counts, wrong);
  assert.equal(counts.random, Number(COUNT));
});

function report(where, counts, wrong) {
  const all = Object.entries(counts).map(([from, count]) => `${count} ${from}`);
  console.log(`parity, ${where}: ${all.join(", ")}; ${wrong.length} differences`);
  assert.equal(wrong.length, 0, `\n${wrong.slice(0, 10).join("\n")}`);
}
