// The package with prompts, in a browser: `await init()` first.
// Made by scripts/entries.mjs.

import { create } from "./core.js";
import { fetcher } from "./fetch.js";

const file = () => new URL("../dist/itl-prompts.wasm", import.meta.url);
const api = /* @__PURE__ */ create({ fetch: fetcher(file) });

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
