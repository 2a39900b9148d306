// The check of answers, in the build that holds it. `itl-wasm/build answers` makes it; `./test prompts` does both.

import assert from "node:assert/strict";
import test from "node:test";
import { checkAnswer } from "itl-wasm";
import * as answers from "itl-wasm/answers";

const schema = {
  type: "object",
  properties: { full: { type: "boolean" }, host: { $ref: "parts/host.json#/$defs/host" } },
  required: ["full"],
  additionalProperties: false,
};
const files = { "parts/host.json": { $defs: { host: { type: "string" } } } };

test("other builds say which one holds it", () => {
  assert.throws(() => checkAnswer("{}", schema), { code: "unsupported", message: /itl-wasm\/answers/ });
});

test("answers are checked", () => {
  const check = (answer) => answers.checkAnswer(answer, schema, { files });
  assert.deepEqual(check('{"full":true,"host":"db-7"}'), {
    ok: true,
    value: { full: true, host: "db-7" },
    wrapped: false,
    error: null,
    violations: [],
  });
  const fenced = check('Sure:\n```json\n{"full": true}\n```');
  assert.ok(fenced.ok && fenced.wrapped);
  const wrong = check('{"full":"yes","host":7}');
  assert.deepEqual(
    wrong.violations.map(({ pointer }) => pointer),
    ["/full", "/host"],
  );
  assert.ok(!wrong.ok);
  const none = check("It is full.");
  assert.ok(!none.ok && none.value === null && /not JSON/.test(none.error));
  assert.throws(() => answers.checkAnswer("{}", { $ref: "#" }), { code: "invalid-argument", argument: "schema" });
  assert.throws(() => answers.checkAnswer("{}", schema), { code: "invalid-argument", argument: "schema" });
  assert.throws(() => answers.checkAnswer(5, schema), { code: "invalid-argument", argument: "answer" });
});

test("it is the build with prompts too", () => {
  const template = new answers.Template("{{$user}}{{x}}{{/user}}", { dialect: "mustache", escape: "xml" });
  assert.equal(template.request({ x: "a" }, { to: "openai" }).json, '{"messages":[{"role":"user","content":"a"}]}');
});
