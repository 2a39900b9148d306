// What `portable` names, row by row, as the native engine has it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { check } from "itl-wasm";

const { cases } = JSON.parse(readFileSync(new URL("../../spec-tests/portable.json", import.meta.url), "utf8"));

test("every row is named at its place", () => {
  for (const { name, template, data, found } of cases) {
    const diagnostics = check(template, { portable: true, ...(data === undefined ? {} : { sample: data }) });
    const named = diagnostics
      .filter((one) => one.code === "W0502")
      .map(({ span, suggestion }) => ({
        at: template.slice(span.start, span.end),
        ...(suggestion ? { write: suggestion.replacement } : {}),
      }));
    assert.deepEqual(named, found, name);
  }
});
