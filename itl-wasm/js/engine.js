// The engine of a package: one instance, started when it is first needed and started anew when it has stopped, and what
// callers hold in it.

import { ItlError, wrong } from "./errors.js";
import { Instance, trapped } from "./instance.js";

/**
 * The engine of one WebAssembly module.
 *
 * `load` returns its bytes at once where that is possible (Node); `fetch` gets it where it is not; `decoding` makes a
 * decoder of UTF-8 that is faster than TextDecoder.
 */
export function engineOf({ load, fetch, decoding }) {
  let module;
  let rest;
  let pending;
  let running;
  let nextCallback = 1;
  const callbacks = new Map();

  /** The current instance. */
  function engine() {
    if (running) return running;
    if (!module) {
      if (!load) throw new ItlError("not-initialized", "call `await init()` before anything else");
      module = new WebAssembly.Module(load());
    }
    running = new Instance(module, callbacks, decoding);
    if (rest) running.join(rest);
    return running;
  }

  /** The error for a call that the instance did not survive; the next call gets a new one. */
  function stopped(instance, cause) {
    if (cause instanceof ItlError) return cause;
    if (running === instance) running = undefined;
    return trapped(cause);
  }

  function guarded(instance, call) {
    try {
      return call(instance);
    } catch (cause) {
      throw stopped(instance, cause);
    }
  }

  /** Whether an instance is the one that runs; what an earlier one held has gone with it. */
  const runs = (instance) => instance === running;

  /** What gives the functions of a caller numbers, and the numbers that it has given. */
  function registrar() {
    const numbers = [];
    const register = (run) => {
      const number = nextCallback;
      nextCallback = (nextCallback + 1) % 0xffff_ffff || 1;
      callbacks.set(number, run);
      numbers.push(number);
      return number;
    };
    return [register, numbers];
  }

  function unregister(numbers) {
    for (const number of numbers) callbacks.delete(number);
  }

  const collected = new FinalizationRegistry((held) => held.free());

  /**
   * Something on the engine's side, made again where the instance that held it has stopped. It
   * does not know the object that a caller has, so that this can be collected, and then it is freed.
   */
  class Held {
    freed = false;
    instance = undefined;
    number = 0;

    /** `make` returns a number for it in an instance; `drop` is the function that forgets it. */
    constructor(drop, callbackNumbers, make) {
      this.drop = drop;
      this.callbackNumbers = callbackNumbers;
      this.make = make;
    }

    in(instance) {
      if (this.instance !== instance) {
        if (this.freed) throw new ItlError("disposed", "it was freed");
        this.number = this.make(instance);
        this.instance = instance;
      }
      return this.number;
    }

    free() {
      if (this.freed) return;
      this.freed = true;
      collected.unregister(this);
      unregister(this.callbackNumbers);
      const { instance, number } = this;
      this.instance = undefined;
      // An instance that has stopped has taken everything with it.
      if (instance !== undefined && runs(instance)) guarded(instance, ({ exports }) => exports[this.drop](number));
    }
  }

  function use(ready) {
    // A call that came later than another must not end the templates of the first.
    module ??= ready;
  }

  function init(input) {
    if (module) return Promise.resolve();
    if (input === undefined && load) return Promise.resolve().then(() => initSync());
    pending ??= fetch(input)
      .then(use)
      .catch((error) => {
        // A failed download may be tried again.
        pending = undefined;
        throw error;
      });
    return pending;
  }

  function initSync(input) {
    if (module) return;
    if (input === undefined) {
      if (!load) throw wrong("input", "bytes or a WebAssembly.Module", input);
      use(new WebAssembly.Module(load()));
      return;
    }
    use(compiled(input));
  }

  /** The second part of the engine, where it is loaded in two. */
  function initRest(input) {
    if (rest) return;
    rest = compiled(input);
    running?.join(rest);
  }

  /** For tests and monitoring: the bytes that the instance has taken; it never gives any back. */
  const memoryBytes = () => engine().exports.memory.buffer.byteLength;

  /** Frees what a caller's object holds once nobody has the object. */
  const collect = (object, held) => collected.register(object, held, held);

  return {
    Held,
    collect,
    engine,
    guarded,
    init,
    initRest,
    initSync,
    memoryBytes,
    registrar,
    runs,
    stopped,
    unregister,
  };
}

/** A module of bytes that are there already. */
function compiled(input) {
  if (input instanceof WebAssembly.Module) return input;
  if (input instanceof ArrayBuffer || ArrayBuffer.isView(input)) return new WebAssembly.Module(input);
  throw wrong("input", "bytes or a WebAssembly.Module", input);
}
