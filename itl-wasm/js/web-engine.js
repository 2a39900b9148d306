// The engine of `web.js`, whose answers lack texts.
// Made by scripts/entries.mjs.

import { create } from "./core.js";
import { fetcher } from "./fetch.js";

const file = () => new URL("../dist/itl.wasm", import.meta.url);
export const api = /* @__PURE__ */ create({ fetch: fetcher(file) });

export const {
  Payload,
  Template,
  check,
  checkAnswer,
  format,
  fromElements,
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
