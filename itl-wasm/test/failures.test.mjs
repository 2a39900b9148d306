// What JavaScript callers get from each failure of spec-tests/failures.json, as docs/failures.md says it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { ItlError, Template } from "itl-wasm";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const page = read("docs/failures.md");

/** `{"$repeat": [TEXT, N]}` stands for a long text. */
function expand(value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  if (value.$repeat) return value.$repeat[0].repeat(value.$repeat[1]);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, expand(inner)]));
}

const fails = () => {
  throw new Error("no connection");
};

/** The cells of the page's row. */
function cells(failure) {
  const row = page.split("\n").find((line) => line.startsWith(`| ${failure} |`));
  assert.ok(row, `docs/failures.md has no row: ${failure}`);
  return row.split(" | ");
}

for (const row of JSON.parse(read("spec-tests/failures.json"))) {
  test(row.failure, () => {
    const options = { dialect: row.dialect ?? "itl", escape: row.escape, partials: row.partials };
    if (row.host === "function") options.functions = { fails };
    const template = new Template(expand(row.template), options);
    const given = row.max_chars ? { budget: { maxChars: row.max_chars } } : {};
    const render = (more) =>
      row.raw
        ? template.renderJson(row.raw, { ...given, ...more })
        : template.render(
            { ...expand(row.data), ...(row.host === "callback" ? { fails } : {}) },
            { ...given, ...more },
          );

    const { text, ok, diagnostics, warnings } = render({});
    if (row.text !== undefined) assert.equal(text, row.text);
    assert.equal(ok, !row.fails);
    assert.ok([...diagnostics, ...warnings].some((one) => one.code === row.code));
    let strict = "text";
    try {
      assert.equal(render({ strict: true }).text, text);
    } catch (error) {
      assert.ok(error instanceof ItlError, String(error));
      assert.deepEqual([error.code, error.text], ["strict", text]);
      assert.ok(error.diagnostics.some((one) => one.code === row.code));
      strict = "`ItlError` with the text";
    }
    assert.deepEqual(cells(row.failure).slice(7, 9), [`text, \`ok: ${ok}\``, strict]);
  });
}
