// The package's classes and functions, over an instance of the engine that is started when it is
// first needed and started anew when it has stopped.

import { ItlError, wrong } from "./errors.js";
import { toJson } from "./data.js";
import { Instance, trapped } from "./instance.js";
import {
  checkOptions,
  compileHalf,
  compileOptions,
  editorOptions,
  jsonOf,
  messagesHalf,
  messagesOptions,
  renderHalf,
  renderOptions,
  requestOptions,
  string,
  TEXT,
} from "./options.js";

// What `src/lib.rs` answers, and the questions of `src/questions.rs`.
const FINE = 0;
const REFUSED = 2;
const CHECK = 0;
const FORMAT = 1;
const FUNCTIONS = 2;
const EXPLAIN = 3;
const ZONES = 4;
const REFERENCES = 5;
const COMPLETE = 6;
const HOVER = 7;
const CHECK_ANSWER = 8;
const TO_ELEMENTS = 9;
const FROM_ELEMENTS = 10;
const TEXTS = 11;

const NONE = Object.freeze([]);
/** In the order of `Role::ALL`. */
const ROLES = ["system", "developer", "user", "assistant", "tool"];
/** Where a message begins that is no piece of the text. */
const NOWHERE = 0xffff_ffff;

/**
 * The package over one WebAssembly module.
 *
 * `load` returns its bytes at once where that is possible (Node); `fetch` gets it where it is not;
 * `decoding` makes a decoder of UTF-8 that is faster than TextDecoder; `answers` says that the module checks answers.
 */
export function create({ load, fetch, decoding, answers = false }) {
  let module;
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

  /** What the engine refused, as an error. */
  function refused(instance) {
    const { code, argument, message } = instance.notes();
    return new ItlError(code, message, { argument });
  }

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
      if (instance !== undefined && instance === running)
        guarded(instance, ({ exports }) => exports[this.drop](number));
    }
  }

  function number(instance, status) {
    if (status === REFUSED) throw refused(instance);
    return Number(instance.text());
  }

  let heldBy;

  class Payload {
    #held;
    #text;

    constructor(key, text) {
      if (key !== payloadKey)
        throw new ItlError("invalid-argument", "use Payload.fromJson or Payload.from", { argument: "constructor" });
      this.#text = text;
      this.#held = new Held("drop_payload", NONE, (instance) =>
        guarded(instance, () => {
          const length = instance.put(text, 0);
          return number(instance, instance.exports.payload(length));
        }),
      );
      this.#held.in(engine());
      collected.register(this, this.#held, this.#held);
    }

    /** What it was made of; the engine reads it again where it checks or completes. */
    get [TEXT]() {
      return this.#text;
    }

    static fromJson(text) {
      return new Payload(payloadKey, string(text, "text"));
    }

    static from(data) {
      return new Payload(payloadKey, toJson(data, "data"));
    }

    static {
      heldBy = (payload) => payload.#held;
    }

    free() {
      this.#held.free();
    }
  }

  /** Compiles; returns what is held and what compiling found. */
  function compile(source, options, numbers) {
    let found = NONE;
    const held = new Held("drop_template", numbers, (instance) =>
      guarded(instance, () => {
        const length = instance.put(source, 0);
        const more = options === "" ? 0 : instance.put(options, length);
        const status = instance.exports.compile(length, more);
        if (status === REFUSED) throw refused(instance);
        if (status !== FINE) found = Object.freeze(instance.notes());
        return Number(instance.text());
      }),
    );
    try {
      held.in(engine());
    } catch (error) {
      unregister(numbers);
      throw error;
    }
    return { held, found };
  }

  const hasErrors = (diagnostics) => diagnostics.some((one) => one.severity === "error");

  /** The result of a render that has just run. */
  function result(instance, status, found, { strict, trace, messages, request }) {
    if (status === REFUSED) throw refused(instance);
    if (request) return requested(instance, status, found, strict ?? true);
    const text = instance.text();
    const split = messages ? splitter(instance.pieces(), text) : undefined;
    if (status === FINE) {
      const ok = found.length === 0 || !hasErrors(found);
      if (strict && !ok)
        throw failure(
          found.filter((one) => one.severity === "error"),
          text,
        );
      const answer = { text, ok, diagnostics: found, warnings: NONE };
      if (trace) answer.trace = [];
      if (split) answer.messages = split(NONE);
      return answer;
    }
    const notes = instance.notes();
    if (strict && notes.failures) throw failure(notes.failures, text);
    const answer = { text, ok: !notes.failures, diagnostics: found, warnings: notes.warnings };
    if (trace && notes.trace) answer.trace = notes.trace;
    if (split) {
      answer.messages = split(notes.contents ?? NONE);
      if (notes.body !== undefined) answer.body = notes.body;
    }
    return answer;
  }

  /** Makes messages of a text: `pieces` say of each which role speaks, and from where to where. */
  function splitter(pieces, text) {
    return (contents) => {
      const messages = [];
      let next = 0;
      for (let at = 0; at < pieces.length; at += 3) {
        const from = pieces[at + 1];
        const content = from === NOWHERE ? contents[next++] : text.slice(from, pieces[at + 2]);
        messages.push({ role: ROLES[pieces[at]], content });
      }
      return messages;
    };
  }

  /** The request that has just been made: its JSON, and what is known about it. */
  function requested(instance, status, found, strict) {
    const json = instance.text();
    const notes = instance.notes();
    if (strict && notes.failures) throw failure(notes.failures, json);
    const { request, warnings, failures } = notes;
    let body;
    return {
      json,
      get body() {
        body ??= JSON.parse(json);
        return body;
      },
      ...request,
      ok: !failures,
      diagnostics: found,
      warnings,
    };
  }

  function failure(diagnostics, text) {
    const first = diagnostics[0];
    const more = diagnostics.length > 1 ? ` (and ${diagnostics.length - 1} more)` : "";
    return new ItlError("strict", `${first.code}: ${first.message}${more}`, { diagnostics, text });
  }

  const NO_OPTIONS = Object.freeze({});
  /** What `asMessages` makes of no options. */
  const PLAIN_MESSAGES = Object.freeze({ wire: '{"messages":true}', given: Object.freeze({ messages: true }) });

  function renderHeld(held, found, payload, wire, options) {
    const instance = engine();
    const template = held.in(instance);
    const data = heldBy(payload).in(instance);
    let status;
    try {
      status = instance.exports.render_payload(template, data, wire === "" ? 0 : instance.put(wire, 0));
    } catch (cause) {
      throw stopped(instance, cause);
    }
    return result(instance, status, found, options);
  }

  function renderText(held, found, json, wire, options) {
    const instance = engine();
    const template = held.in(instance);
    let status;
    try {
      const length = instance.put(json, 0);
      status = instance.exports.render_json(template, length, wire === "" ? 0 : instance.put(wire, length));
    } catch (cause) {
      throw stopped(instance, cause);
    }
    return result(instance, status, found, options);
  }

  function renderData(held, found, data, wire, options, mustache) {
    if (data instanceof Payload) return renderHeld(held, found, data, wire, options);
    if (!mustache) return renderText(held, found, toJson(data, "data"), wire, options);
    const [register, numbers] = registrar();
    try {
      const json = toJson(data, "data", register);
      if (numbers.length === 0) return renderText(held, found, json, wire, options);
      return renderContext(held, found, json, wire, options);
    } finally {
      unregister(numbers);
    }
  }

  function renderContext(held, found, json, wire, options) {
    const instance = engine();
    const template = held.in(instance);
    return guarded(instance, ({ exports }) => {
      const context = number(instance, exports.context(instance.put(json, 0)));
      try {
        const length = wire === "" ? 0 : instance.put(wire, 0);
        return result(instance, exports.render_payload(template, context, length), found, options);
      } finally {
        if (running === instance) exports.drop_payload(context);
      }
    });
  }

  class Template {
    #source;
    #held;
    #found;
    #mustache;
    #references;

    constructor(source, options) {
      this.#source = string(source, "source");
      const [register, numbers] = registrar();
      let wire;
      try {
        wire = compileOptions(options, register);
      } catch (error) {
        unregister(numbers);
        throw error;
      }
      this.#mustache = options?.dialect === "mustache";
      const { held, found } = compile(source, wire, numbers);
      this.#held = held;
      this.#found = found;
      collected.register(this, held, held);
    }

    get source() {
      return this.#source;
    }

    get diagnostics() {
      return this.#found;
    }

    get references() {
      if (this.#references === undefined) {
        const instance = engine();
        const template = this.#held.in(instance);
        this.#references = guarded(instance, ({ exports }) => {
          if (exports.template_references(template) === REFUSED) throw refused(instance);
          return Object.freeze(JSON.parse(instance.text()));
        });
      }
      return this.#references;
    }

    render(data, options) {
      const wire = options === undefined ? "" : renderOptions(options);
      return renderData(this.#held, this.#found, data, wire, options ?? NO_OPTIONS, this.#mustache);
    }

    renderJson(text, options) {
      string(text, "text");
      const wire = options === undefined ? "" : renderOptions(options);
      return renderText(this.#held, this.#found, text, wire, options ?? NO_OPTIONS);
    }

    renderPayload(payload, options) {
      if (!(payload instanceof Payload)) throw wrong("payload", "a Payload", payload);
      const wire = options === undefined ? "" : renderOptions(options);
      return renderHeld(this.#held, this.#found, payload, wire, options ?? NO_OPTIONS);
    }

    request(data, options) {
      const [register, numbers] = registrar();
      try {
        const wire = `${requestOptions(options, register).slice(0, -1)},"request":true}`;
        return renderData(this.#held, this.#found, data, wire, { ...options, request: true }, this.#mustache);
      } finally {
        unregister(numbers);
      }
    }

    messages(data, options) {
      const { wire, given } = asMessages(options, messagesOptions);
      return renderData(this.#held, this.#found, data, wire, given, this.#mustache);
    }

    free() {
      this.#held.free();
    }
  }

  for (const kind of [Template, Payload]) {
    // `using` in engines that have it; elsewhere the property would be named "undefined".
    if (Symbol.dispose) {
      Object.defineProperty(kind.prototype, Symbol.dispose, {
        value: kind.prototype.free,
        configurable: true,
        writable: true,
      });
    }
  }

  /** Compiles, lets `use` render, and forgets the template. */
  function once(source, options, use) {
    string(source, "source");
    const wire = renderHalf(options);
    const [register, numbers] = registrar();
    let compiled;
    try {
      compiled = compile(source, compileHalf(options, register), numbers);
      return use(compiled.held, compiled.found, wire, options ?? NO_OPTIONS);
    } finally {
      unregister(numbers);
      compiled?.held.free();
    }
  }

  function render(source, data, options) {
    return once(source, options, (held, found, wire, given) =>
      renderData(held, found, data, wire, given, given.dialect === "mustache"),
    );
  }

  function renderJson(source, json, options) {
    string(json, "json");
    return once(source, options, (held, found, wire, given) => renderText(held, found, json, wire, given));
  }

  /** Asks the engine a question about a source; its answer is JSON. */
  function ask(question, source, options = "", more = "") {
    const instance = engine();
    return guarded(instance, ({ exports }) => {
      const length = instance.put(source, 0);
      const second = options === "" ? 0 : instance.put(options, length);
      const third = more === "" ? 0 : instance.put(more, length + second);
      if (exports.ask(question, length, second, third) === REFUSED) throw refused(instance);
      return JSON.parse(instance.text());
    });
  }

  /** As `ask`, for options that may hold functions of the host. */
  function askWith(question, source, options, read, more) {
    string(source, "source");
    const [register, numbers] = registrar();
    try {
      return ask(question, source, read(options, register), more);
    } finally {
      unregister(numbers);
    }
  }

  function check(source, options) {
    return askWith(CHECK, source, options, checkOptions);
  }

  function format(source, options) {
    const { text, diagnostics } = askWith(FORMAT, source, options, compileOptions);
    return { ok: text !== null, text, diagnostics };
  }

  function toElements(source, options) {
    const { verbatim, ...rest } = options ?? NO_OPTIONS;
    const [unknown] = Object.keys(rest);
    if (unknown !== undefined) throw wrong("options", "verbatim alone", unknown);
    const more = verbatim === true ? '{"verbatim":true}' : "";
    const { text, elements, diagnostics } = ask(TO_ELEMENTS, string(source, "source"), "", more);
    return { ok: elements !== null, text, elements, diagnostics };
  }

  const fromElements = (elements) => ask(FROM_ELEMENTS, jsonOf(elements, "elements"));

  function checkAnswer(answer, schema, options) {
    if (!answers)
      throw new ItlError("unsupported", "this build does not hold checkAnswer; that of itl-wasm/answers does", {
        argument: "checkAnswer",
      });
    string(answer, "answer");
    const given = jsonOf(schema, "schema");
    const files = options?.files === undefined ? "" : `,"files":${jsonOf(options.files, "options.files")}`;
    return ask(CHECK_ANSWER, answer, `{"schema":${given}${files}}`);
  }

  const functions = () => ask(FUNCTIONS, "");
  const explain = (code) => ask(EXPLAIN, string(code, "code"));
  const timezones = () => ask(ZONES, "");
  const texts = () => ask(TEXTS, "");

  function references(source, options) {
    return askWith(REFERENCES, source, options, editorOptions);
  }

  function at(question, source, offset, sample, options) {
    if (!Number.isSafeInteger(offset) || offset < 0) throw wrong("offset", "a whole number, zero or more", offset);
    const arguments_ = `{"offset":${Math.min(offset, 0xffff_ffff)}${sample === undefined ? "" : `,"sample":${jsonOf(sample, "sample")}`}}`;
    return askWith(question, source, options, compileOptions, arguments_);
  }

  const complete = (source, offset, sample, options) => at(COMPLETE, source, offset, sample, options);
  const hover = (source, offset, sample, options) => at(HOVER, source, offset, sample, options);

  /** The options of a render that also splits its text into messages, as the engine reads them. */
  function asMessages(options, read) {
    if (options === undefined) return PLAIN_MESSAGES;
    const { to, ...given } = options ?? NO_OPTIONS;
    const wire = read(given);
    const more = `"messages":true${to === undefined ? "" : `,"to":${JSON.stringify(string(to, "options.to"))}`}`;
    return { wire: wire === "" ? `{${more}}` : `${wire.slice(0, -1)},${more}}`, given: { ...given, messages: true } };
  }

  function messages(source, data, options) {
    const { wire, given } = asMessages({ dialect: "mustache", ...options }, messagesHalf);
    const { messages: _, input: __, inputFiles: ___, ...own } = given;
    return once(source, own, (held, found) => renderData(held, found, data, wire, given, own.dialect === "mustache"));
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

  /** For tests and monitoring: the bytes that the instance has taken; it never gives any back. */
  const memoryBytes = () => engine().exports.memory.buffer.byteLength;

  return {
    ItlError,
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
    texts,
    timezones,
    toElements,
  };
}

const payloadKey = Symbol("Payload");

/** A module of bytes that are there already. */
export function compiled(input) {
  if (input instanceof WebAssembly.Module) return input;
  if (input instanceof ArrayBuffer || ArrayBuffer.isView(input)) return new WebAssembly.Module(input);
  throw wrong("input", "bytes or a WebAssembly.Module", input);
}
