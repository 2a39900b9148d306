// The package with prompts and the check of answers, in a browser: `await init()` first.
// Made by scripts/entries.mjs.

import { create } from "./core.js";
import { fetcher } from "./fetch.js";

const file = () => new URL("../dist/itl-answers.wasm", import.meta.url);
const api = /* @__PURE__ */ create({ fetch: fetcher(file), answers: true });

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
  initRest,
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
