// JavaScript values as the JSON text that the engine reads.

import { ItlError } from "./errors.js";

/** The key of an object that stands for a callback; `src/host.rs` knows it too. */
const MARK = "\0itl:callback";

class Mark {
  constructor(id) {
    this[MARK] = id;
  }
}

/**
 * `JSON.stringify`, with lone surrogates as U+FFFD (no UTF-8 can hold them) and `undefined` as null.
 * With `callback`, functions are handed to it and replaced by the number it answers.
 */
export function toJson(data, argument, callback) {
  if (data === undefined) return "null";
  let text;
  try {
    text = JSON.stringify(data, callback && marker(callback));
  } catch (cause) {
    throw new ItlError("invalid-data", `${argument} has no JSON form: ${message(cause)}`, { argument, cause });
  }
  if (text === undefined) {
    throw new ItlError("invalid-data", `${argument} has no JSON form: it is a ${typeof data}`, { argument });
  }
  return wellFormed(text);
}

function marker(callback) {
  return function (key, value) {
    // A payload cannot name callbacks of its own.
    if (key === MARK && !(this instanceof Mark)) return undefined;
    if (typeof value !== "function") return value;
    const holder = this;
    return new Mark(callback((text) => value.call(holder, text)));
  };
}

/** JSON of `JSON.stringify`, which writes an escape of this form for lone surrogates only. */
export function wellFormed(text) {
  if (!text.includes("\\ud")) return text;
  return text.replace(/\\(?:(ud[89a-f][0-9a-f]{2})|[^])/g, (escape, lone) => (lone ? "\ufffd" : escape));
}

/** What an exception says, whatever was thrown. */
export function message(thrown) {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown);
  } catch {
    return "unknown error";
  }
}
