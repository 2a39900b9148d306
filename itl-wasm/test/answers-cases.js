// What the check of answers and of data says, the same in Node and in a browser.

const schema = {
  type: "object",
  properties: { full: { type: "boolean" }, host: { $ref: "parts/host.json#/$defs/host" } },
  required: ["full"],
  additionalProperties: false,
};
const files = { "parts/host.json": { $defs: { host: { type: "string" } } } };

const ANSWERS = {
  right: '{"full":true,"host":"db-7"}',
  fenced: 'Sure:\n```json\n{"full": true}\n```',
  wrong: '{"full":"yes","host":7}',
  none: "It is full.",
  two: '{"full":true} {"full":false}',
};

const DATA = { right: { q: "Is it full?" }, wrong: { q: 7, more: true }, notAnObject: [] };
const input = { type: "object", properties: { q: { $ref: "q.json" } }, required: ["q"], additionalProperties: false };
const inputFiles = { "q.json": { type: "string" } };
const source = "{{! @escape none }}{{! @input in.json }}{{$user}}{{q}}{{/user}}";

/** What a call says: its result, or its error. */
function told(call) {
  try {
    return call();
  } catch ({ code, argument, message, diagnostics }) {
    return { code, argument, message, diagnostics: diagnostics?.map((one) => [one.code, one.severity, one.message]) };
  }
}

export function results({ Template, checkAnswer, messages }) {
  const template = new Template(source, { dialect: "mustache" });
  const each = (all, call) =>
    Object.fromEntries(Object.entries(all).map(([name, one]) => [name, told(() => call(one))]));
  const sent = (data, options) => {
    const { json, warnings } = template.request(data, { to: "openai", ...options });
    return { json, warnings: warnings.map((one) => [one.code, one.severity, one.span.start]) };
  };
  const said = (made) => ({ messages: made.messages, warnings: made.warnings.map((one) => [one.code, one.severity]) });
  return {
    answers: each(ANSWERS, (answer) => checkAnswer(answer, schema, { files })),
    refused: {
      circle: told(() => checkAnswer("{}", { $ref: "#" })),
      file: told(() => checkAnswer("{}", schema)),
      answer: told(() => checkAnswer(5, schema)),
      input: told(() => sent({}, { input: { $ref: "#" } })),
    },
    requests: each(DATA, (data) => sent(data, { input, inputFiles })),
    messages: each(DATA, (data) => said(template.messages(data, { input, inputFiles, strict: true }))),
    once: each(DATA, (data) => said(messages(source, data, { input, inputFiles, strict: true }))),
    lenient: told(() => sent(DATA.wrong, { input, inputFiles, strict: false })),
    unchecked: told(() => sent(DATA.wrong)),
  };
}
