// The package in a browser: `await init()` first. Prompts are in `prompts-web.js`, whose file is larger.
// What needs the texts of functions and codes is apart, so that a bundler can leave it for later.
// Made by scripts/entries.mjs.

export { ItlError } from "./errors.js";
export {
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
  init as default,
} from "./web-engine.js";
export { complete, explain, functions, hover } from "./web-texts.js";
