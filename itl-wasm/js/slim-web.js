// The package in a browser: `await init()` first.

import { create } from "./core.js";
import { fetcher } from "./fetch.js";

const api = /* @__PURE__ */ create({ fetch: fetcher(() => new URL("../dist/itl-slim.wasm", import.meta.url)) });

export { ItlError } from "./errors.js";
export const {
  Payload,
  Template,
  check,
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
