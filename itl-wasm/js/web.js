// The package in a browser: `await init()` first. Prompts are in `prompts-web.js`, whose file is larger.
// Made by scripts/entries.mjs.

import { create } from "./core.js";
import { fetcher } from "./fetch.js";
import { completed, explained, hovered, listed } from "./with-texts.js";

const file = () => new URL("../dist/itl.wasm", import.meta.url);
const api = /* @__PURE__ */ create({ fetch: fetcher(file) });

export { ItlError } from "./errors.js";
export const {
  Payload,
  Template,
  check,
  checkAnswer,
  format,
  fromElements,
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
export const complete = (...given) => completed(api.complete(...given));
export const explain = (code) => explained(api.explain(code));
export const functions = () => listed(api.functions());
export const hover = (...given) => hovered(api.hover(...given));
export default init;
