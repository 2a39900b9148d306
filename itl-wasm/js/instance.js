// One instance of the engine: its memory, and how texts get in and out.

import { ItlError } from "./errors.js";
import { message, toJson } from "./data.js";

const encoder = new TextEncoder();
// A byte order mark is text like any other.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Shorter texts are given the room of their longest UTF-8 form at once. */
const SHORT = 1024;

export class Instance {
  #memory;
  #bytes = new Uint8Array(0);
  #table = new Uint32Array(0);
  #tableAt;
  #decoding;
  #decode;

  /**
   * `callbacks` are the functions that the engine may call, by number; `decoding` returns for a
   * memory's buffer a decoder that is faster than TextDecoder, where there is one.
   */
  constructor(module, callbacks, decoding) {
    const instance = new WebAssembly.Instance(module, imports(module, this, callbacks));
    this.exports = instance.exports;
    this.#memory = instance.exports.memory;
    this.#decoding = decoding;
    instance.exports.__wbindgen_start?.();
    this.#tableAt = instance.exports.results() >>> 0;
  }

  /** Adds the functions of `itl-rest.wasm`; the whole engine has them already. */
  join(rest) {
    const { exports } = this;
    if (exports.ask) return;
    this.exports = { ...exports, ...new WebAssembly.Instance(rest, { first: exports }).exports };
  }

  /** A function that a page which loads the engine in two parts may lack as yet. */
  ofRest(name) {
    const found = this.exports[name];
    if (!found) throw new ItlError("not-initialized", "call initRest() first");
    return found;
  }

  /** The memory as bytes; a view is worthless once the memory has grown. */
  #view() {
    if (this.#bytes.byteLength === 0) {
      const { buffer } = this.#memory;
      this.#bytes = new Uint8Array(buffer);
      this.#table = new Uint32Array(buffer, this.#tableAt, 7);
      this.#decode = this.#decoding?.(buffer);
    }
    return this.#bytes;
  }

  /** Writes a text into the input after the first `at` bytes; returns its length. */
  put(text, at) {
    const { length } = text;
    let room = length <= SHORT ? length * 3 : length;
    let address = this.exports.input(at + room) >>> 0;
    let { read, written } = encoder.encodeInto(text, this.#view().subarray(address + at, address + at + room));
    while (read < length) {
      // The rest at its longest; a surrogate pair is never split.
      const before = written;
      room = (length - read) * 3;
      address = this.exports.input(at + before + room) >>> 0;
      const start = address + at + before;
      const rest = encoder.encodeInto(text.slice(read), this.#view().subarray(start, start + room));
      read += rest.read;
      written += rest.written;
    }
    return written;
  }

  /** The text that the last call left. */
  text() {
    this.#view();
    const length = this.#table[1];
    if (length === 0) return "";
    return this.#decode
      ? this.#decode(this.#table[0], length, this.#table[4] === 1)
      : this.read(this.#table[0], length);
  }

  /** The notes that the last call left. */
  notes() {
    this.#view();
    return JSON.parse(this.read(this.#table[2], this.#table[3]));
  }

  /** Where the messages of the text stand, as three numbers each. */
  pieces() {
    this.#view();
    return new Uint32Array(this.#memory.buffer, this.#table[5], this.#table[6]);
  }

  read(address, length) {
    return decoder.decode(this.#view().subarray(address, address + length));
  }
}

function imports(module, self, callbacks) {
  const host = (id, address, length) => self.put(callBack(callbacks, id, self.read(address >>> 0, length >>> 0)), 0);
  const raise = (address, length) => {
    throw new Error(self.read(address >>> 0, length >>> 0));
  };
  const all = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    all[from] ??= {};
    all[from][name] = /^(__wbg_)?host(_|$)/.test(name) ? host : /throw/.test(name) ? raise : () => {};
  }
  return all;
}

function callBack(callbacks, id, request) {
  try {
    const [value, args] = JSON.parse(request);
    const answer = callbacks.get(id >>> 0)(value, args);
    if (typeof answer?.then === "function") throw new TypeError("a function of a template cannot be asynchronous");
    return `{"ok":${toJson(answer, "the answer")}}`;
  } catch (thrown) {
    return toJson({ error: message(thrown) }, "the error");
  }
}

/** The engine ran out of memory or stack, which no rule of the language can prevent. */
export function trapped(cause) {
  return new ItlError("trap", `the engine stopped: ${message(cause)}`, { cause });
}
