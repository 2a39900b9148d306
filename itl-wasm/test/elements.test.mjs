// Templates as the elements that ilert stores.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { fromElements, ItlError, toElements } from "itl-wasm";
import { pairs } from "./pairs.js";

const equivalence = JSON.parse(readFileSync(new URL("../../spec-tests/equivalence.json", import.meta.url), "utf8"));

test("pairs that ilert stores alike have the same elements", () => {
  assert.deepEqual(pairs({ toElements }, equivalence), []);
});

test("a template becomes elements and text again", () => {
  const elements = [
    { type: "TEXT", val: "Alert " },
    { type: "VAR", val: "subject", func: "splitTakeAt", args: [{ S: " " }, { N: 0 }] },
    { type: "VAR", val: "#tags" },
    { type: "VAR", val: "/tags" },
  ];
  const text = 'Alert {{ subject.splitTakeAt(" ",0) }}{{ #tags }}{{ /tags }}';
  const made = toElements('Alert {{subject.splitTakeAt( " ", 0)}}{{#tags}}{{/tags}}');
  assert.deepEqual(made, { ok: true, text, elements, diagnostics: [] });
  assert.equal(fromElements(elements), text);
});

test("what ilert reads otherwise is refused, or kept verbatim", () => {
  const refused = toElements("{{ a-b.upperCase() }}");
  assert.deepEqual([refused.ok, refused.text, refused.elements], [false, null, null]);
  assert.deepEqual(
    refused.diagnostics.map((one) => [one.code, one.span.start, one.span.end]),
    [["W0502", 3, 18]],
  );
  const kept = toElements("{{ a-b.upperCase() }}", { verbatim: true });
  assert.deepEqual(kept.elements, [{ type: "VAR", val: "a-b.upperCase()" }]);
  assert.equal(kept.diagnostics.length, 1);
  assert.equal(toElements("{{ }}", { verbatim: true }).ok, false);
});

test("absent and null parts are read, what is no element is refused", () => {
  const read = [
    { type: "RAW", val: "b", func: null, args: null },
    { type: "VAR", val: "c", func: "trim", args: [] },
  ];
  assert.equal(fromElements(read), "{{ b }}{{ c.trim() }}");
  for (const wrong of [5, {}, [5], [{ val: "a" }], [{ type: "X", val: "a" }], [{ type: "VAR", val: 5 }]])
    assert.throws(
      () => fromElements(wrong),
      (error) => error instanceof ItlError && error.argument === "elements",
    );
  assert.throws(() => toElements(5), ItlError);
  assert.throws(() => toElements("a", { verbtim: true }), ItlError);
});
