// The small build in Node: the engine is read from disk when it is first needed.
// Made by scripts/entries.mjs.

import { create } from "./core.js";
import { decoding } from "./decode-node.js";
import { fetcher } from "./fetch.js";
import { fromDisk } from "./from-disk.js";

const file = () => new URL("../dist/itl-slim.wasm", import.meta.url);
const api = create({ load: fromDisk(file), fetch: fetcher(file), decoding });

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
