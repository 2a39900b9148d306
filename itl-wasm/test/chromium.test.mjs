// Chromium and the native engine: the same texts, warnings and diagnostics.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { browse } from "./browser.mjs";
import { dump, writeParity } from "./native.mjs";
import { here } from "./packed.mjs";

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>parity</title><script type="module" src="/test/page.js"></script>`;

test("everything in the repository, and drawn cases, in Chromium", { timeout: 600_000 }, async () => {
  const seed = process.env.SEED ?? "20260102";
  const lines = dump() + dump("random", seed, process.env.COUNT ?? "3000");
  const served = {
    "/js/": join(here, "js"),
    "/dist/": join(here, "dist"),
    "/test/": join(here, "test"),
    "/page.html": () => PAGE,
    "/lines.json": () => lines,
    "/equivalence.json": () => readFileSync(new URL("../../spec-tests/equivalence.json", import.meta.url), "utf8"),
  };
  const { apart, counts, asked, wrong, errors } = await browse(served, async (page, address) => {
    await page.goto(`${address}/page.html`);
    await page.waitForFunction(() => globalThis.done !== undefined);
    return page.evaluate(() => globalThis.done);
  });
  const all = Object.entries(counts).map(([from, count]) => `${count} ${from}`);
  writeParity("Chromium", counts.corpus, wrong);
  console.log(`parity, Chromium, seed ${seed}: ${all.join(", ")}; ${wrong.length} differences`);
  assert.equal(wrong.length, 0, `\n${wrong.slice(0, 10).join("\n")}`);
  for (const from of ["corpus", "examples", "recipes", "functions", "prompts", "random"])
    assert.ok(counts[from] > 0, from);
  assert.deepEqual(apart, [], "pairs of templates that ilert stores alike or tells apart");
  assert.ok(asked.prompts > 0, "prompts as messages");
  assert.ok(asked.requests > 90, "requests of prompts");
  assert.deepEqual(errors, ["not-initialized", "invalid-argument", "unsupported", "unsupported", "unsupported"]);
});
