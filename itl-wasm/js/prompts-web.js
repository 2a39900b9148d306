// The package with prompts, in a browser: `await init()` first.

import { create } from "./core.js";
import { fetcher } from "./fetch.js";

const api = /* @__PURE__ */ create({ fetch: fetcher(() => new URL("../dist/itl-prompts.wasm", import.meta.url)) });

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
