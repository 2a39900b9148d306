// The entries of the package export the same things, and their types name them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { EXPORTS, entries } from "../scripts/entries.mjs";
import { here } from "./packed.mjs";

const read = (name) => readFileSync(join(here, "js", name), "utf8");

test("the entries are what scripts/entries.mjs writes", () => {
  for (const [name, source] of Object.entries(entries()))
    assert.equal(read(name), source, `${name}: run node scripts/entries.mjs`);
});

test("the types name what the entries export", () => {
  const named = (text) => [...text.matchAll(/^export (?:declare )?(?:class|function) (\w+)/gm)].map(([, name]) => name);
  assert.deepEqual(named(read("api.d.ts")).sort(), [...EXPORTS, "ItlError"].sort());
});
