// What the package says in a browser, whose engine has its texts beside it, is what it says in Node.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import * as node from "itl-wasm";
import * as web from "../js/web.js";
import { here } from "./packed.mjs";

web.initSync(readFileSync(join(here, "dist/itl.wasm")));

test("the library and what its functions do", () => {
  assert.deepEqual(web.functions(), node.functions());
  assert.ok(web.functions().every(({ doc, examples }) => doc.endsWith(".") && examples.length > 0));
});

test("every code", () => {
  const ids = Array.from({ length: 10_000 }, (_, number) => String(number).padStart(4, "0"));
  const codes = ids.flatMap((id) => [`E${id}`, `W${id}`]).filter((id) => node.explain(id) !== null);
  assert.ok(codes.length > 60);
  for (const code of [...codes, ...codes.map((id) => id.toLowerCase()), "nope", "constructor", ""])
    assert.deepEqual(web.explain(code), node.explain(code), code);
});

test("completions and what is under the pointer", () => {
  const own = { functions: { ticket: { run: (value) => value, doc: "The ticket." }, trim: (value) => value } };
  const places = [
    ["{{ a. }}", 5],
    ["{{ a.up }}", 7],
    ["{{ a.trim() }}", 6],
    ["{{ a.ticket() }}", 6],
    ["{{ a.uppercase() }}", 6],
    ["{{ a }}", 4],
    ["{{ @index }}", 5],
    ["a", 0],
  ];
  for (const [source, offset] of places)
    for (const options of [{}, own])
      for (const ask of ["complete", "hover"])
        assert.deepEqual(
          web[ask](source, offset, { a: "x" }, options),
          node[ask](source, offset, { a: "x" }, options),
          `${ask} ${source}`,
        );
  for (const { name } of node.functions())
    assert.deepEqual(web.hover(`{{ a.${name}() }}`, 6), node.hover(`{{ a.${name}() }}`, 6), name);
  assert.equal(web.complete("{{ a. }}", 5, { a: "x" }).items.filter(({ doc }) => doc?.startsWith("\0")).length, 0);
});
