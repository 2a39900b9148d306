// The package with prompts and the check of answers, in a browser: `await init()` first.

import { create } from "./core.js";
import { fetcher } from "./fetch.js";

const api = /* @__PURE__ */ create({
  fetch: fetcher(() => new URL("../dist/itl-answers.wasm", import.meta.url)),
  answers: true,
});

export { ItlError } from "./errors.js";
export const {
  Payload,
  Template,
  check,
  checkAnswer,
  complete,
  explain,
  format,
  fromElements,
  functions,
  hover,
  init,
  initSync,
  memoryBytes,
  messages,
  references,
  render,
  renderJson,
  timezones,
  toElements,
} = api;
export default init;
