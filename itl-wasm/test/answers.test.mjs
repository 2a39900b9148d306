// The check of answers and of data, in the build that holds it, in Node and in Chromium.

import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { checkAnswer, Template } from "itl-wasm";
import * as answers from "itl-wasm/answers";
import { results } from "./answers-cases.js";
import { browse } from "./browser.mjs";
import { here } from "./packed.mjs";

const found = results(answers);

test("other builds say which one holds it", () => {
  assert.throws(() => checkAnswer("{}", {}), { code: "unsupported", message: /itl-wasm\/answers/ });
  const template = new Template("{{$user}}x{{/user}}", { dialect: "mustache", escape: "none" });
  for (const call of [
    () => template.request({}, { to: "openai", input: {} }),
    () => template.messages({}, { input: {} }),
  ]) {
    assert.throws(call, { code: "unsupported", argument: "options.input", message: /itl-wasm\/answers/ });
  }
});

test("answers are checked", () => {
  const { right, fenced, wrong, none, two } = found.answers;
  assert.deepEqual(right, {
    ok: true,
    value: { full: true, host: "db-7" },
    wrapped: false,
    error: null,
    violations: [],
  });
  assert.ok(fenced.ok && fenced.wrapped);
  assert.deepEqual(
    wrong.violations.map(({ pointer }) => pointer),
    ["/full", "/host"],
  );
  assert.ok(!wrong.ok);
  assert.ok(!none.ok && none.value === null && /not JSON/.test(none.error));
  assert.ok(!two.ok && /more than one/.test(two.error));
});

test("what cannot be used is refused by name", () => {
  const { circle, file, answer, input } = found.refused;
  for (const one of [circle, file]) assert.deepEqual([one.code, one.argument], ["invalid-argument", "schema"]);
  assert.match(file.message, /parts\/host\.json/);
  assert.deepEqual([answer.code, answer.argument], ["invalid-argument", "answer"]);
  assert.deepEqual([input.code, input.argument], ["invalid-argument", "options.input"]);
});

test("data is checked before anything renders", () => {
  const user = [{ role: "user", content: "Is it full?" }];
  assert.deepEqual(found.requests.right, { json: JSON.stringify({ messages: user }), warnings: [] });
  assert.deepEqual(found.messages.right, { messages: user, warnings: [] });
  for (const made of [found.requests, found.messages, found.once]) {
    assert.equal(made.wrong.code, "strict");
    assert.deepEqual(
      made.wrong.diagnostics.map(([code, severity, message]) => [code, severity, message.split(": ")[0]]),
      [
        ["E0728", "error", "the data"],
        ["E0728", "error", "/q"],
      ],
    );
    assert.equal(made.notAnObject.code, "strict");
  }
  assert.equal(found.lenient.json, '{"messages":[]}', "nothing of wrong data is sent");
  // Where nobody gives the schema, the warning stands at `@input`.
  assert.deepEqual(found.unchecked, {
    json: '{"messages":[{"role":"user","content":"7"}]}',
    warnings: [["E0728", "warning", 23]],
  });
});

test("the same in Chromium", { timeout: 120_000 }, async () => {
  const served = {
    "/js/": join(here, "js"),
    "/dist/": join(here, "dist"),
    "/test/": join(here, "test"),
    "/page.html": () =>
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>answers</title><script type="module" src="/test/answers-page.js"></script>`,
  };
  const page = await browse(served, async (page, address) => {
    await page.goto(`${address}/page.html`);
    await page.waitForFunction(() => globalThis.done !== undefined);
    return page.evaluate(() => globalThis.done);
  });
  assert.deepEqual(page, JSON.parse(JSON.stringify(found)));
});
