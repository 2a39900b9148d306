// Templates and payloads on the engine's side, and their renders.

import { toJson } from "./data.js";
import { ItlError, wrong } from "./errors.js";
import {
  compileHalf,
  compileOptions,
  messagesHalf,
  messagesOptions,
  renderHalf,
  renderOptions,
  requestOptions,
  string,
  TEXT,
} from "./options.js";
import { FINE, NONE, number, REFUSED, refused, result } from "./result.js";

const NO_OPTIONS = Object.freeze({});
/** What `asMessages` makes of no options; the engine knows this text. */
const PLAIN_MESSAGES = Object.freeze({ wire: '{"messages":true}', given: Object.freeze({ messages: true }) });
const payloadKey = Symbol("Payload");

/** The classes and functions that render with an engine. */
export function templatesOf({ Held, collect, engine, guarded, registrar, runs, stopped, unregister }) {
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
      collect(this, this.#held);
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
        if (runs(instance)) exports.drop_payload(context);
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
      collect(this, held);
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
        this.#references = guarded(instance, () => {
          if (instance.ofRest("template_references")(template) === REFUSED) throw refused(instance);
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

  function messages(source, data, options) {
    const { wire, given } = asMessages({ dialect: "mustache", ...options }, messagesHalf);
    const { messages: _, input: __, inputFiles: ___, ...own } = given;
    return once(source, own, (held, found) => renderData(held, found, data, wire, given, own.dialect === "mustache"));
  }

  return { Payload, Template, messages, render, renderJson };
}

/** The options of a render that also splits its text into messages, as the engine reads them. */
function asMessages(options, read) {
  if (options === undefined) return PLAIN_MESSAGES;
  const { to, ...given } = options ?? NO_OPTIONS;
  const wire = read(given);
  const more = `"messages":true${to === undefined ? "" : `,"to":${JSON.stringify(string(to, "options.to"))}`}`;
  return { wire: wire === "" ? `{${more}}` : `${wire.slice(0, -1)},${more}}`, given: { ...given, messages: true } };
}
