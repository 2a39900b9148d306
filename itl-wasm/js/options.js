// Checks options and writes them as the engine reads them. A wrong or unknown option is an error
// that names it; a typing mistake in an option's name would else be a wrong message.

import { ItlError, wrong } from "./errors.js";
import { toJson, wellFormed } from "./data.js";

const DIALECTS = ["itl", "mustache"];
const FITS = ["end", "values", "rounds"];
const ON_ERROR = ["source", "empty"];
const ESCAPES = [
  "none",
  "html",
  "json",
  "xml",
  "url",
  "markdown",
  "markdown-cell",
  "slack",
  "telegram",
  "telegram-legacy",
];
const KINDS = ["text", "integer", "number"];
/** Names of the package, and those under which the engine reads them. */
const LIMITS = {
  templateBytes: "template_bytes",
  partialsBytes: "partials_bytes",
  depth: "depth",
  partialDepth: "partial_depth",
  outputBytes: "output_bytes",
  steps: "steps",
  regexBytes: "regex_bytes",
};

export function string(value, argument) {
  if (typeof value !== "string") throw wrong(argument, "a string", value);
  return value;
}

function object(value, argument) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw wrong(argument, "an object", value);
  return value;
}

function boolean(value, argument) {
  if (typeof value !== "boolean") throw wrong(argument, "true or false", value);
  return value;
}

function count(value, argument) {
  if (!Number.isSafeInteger(value) || value < 0) throw wrong(argument, "a whole number, zero or more", value);
  return value;
}

function oneOf(names) {
  return (value, argument) => {
    if (!names.includes(value)) throw wrong(argument, `one of ${names.join(", ")}`, value);
    return value;
  };
}

function known(given, names, argument) {
  for (const key of Object.keys(given)) {
    if (!names.includes(key)) {
      // Names in the style of the command line are a frequent slip.
      throw new ItlError(
        "invalid-argument",
        `${argument} has no option ${JSON.stringify(key)}; there are ${names.join(", ")}`,
        {
          argument: `${argument}.${key}`,
        },
      );
    }
  }
}

function partials(value, argument) {
  const wire = {};
  for (const [name, text] of Object.entries(object(value, argument))) {
    // Not by assignment, for which `__proto__` is no name.
    Object.defineProperty(wire, name, { value: string(text, `${argument}.${name}`), enumerable: true });
  }
  return wire;
}

function limits(value, argument) {
  known(object(value, argument), Object.keys(LIMITS), argument);
  const wire = {};
  for (const [name, limit] of Object.entries(value)) {
    if (limit !== undefined) wire[LIMITS[name]] = count(limit, `${argument}.${name}`);
  }
  return wire;
}

function budget(value, argument) {
  if (typeof value === "string") return { preset: value };
  known(object(value, argument), ["maxChars", "maxBytes", "preset", "marker", "fit"], argument);
  const { maxChars, maxBytes, preset, marker, fit } = value;
  if ([maxChars, maxBytes, preset].filter((one) => one !== undefined).length !== 1) {
    throw new ItlError("invalid-argument", `${argument} takes one of maxChars, maxBytes and preset`, { argument });
  }
  const wire = {};
  if (maxChars !== undefined) wire.max_chars = count(maxChars, `${argument}.maxChars`);
  if (maxBytes !== undefined) wire.max_bytes = count(maxBytes, `${argument}.maxBytes`);
  if (preset !== undefined) wire.preset = string(preset, `${argument}.preset`);
  if (marker !== undefined) wire.marker = string(marker, `${argument}.marker`);
  if (fit !== undefined) wire.fit = oneOf(FITS)(fit, `${argument}.fit`);
  return wire;
}

function now(value, argument) {
  const time = value instanceof Date ? value.getTime() : value;
  if (typeof time !== "number" || !Number.isSafeInteger(Math.floor(time))) {
    throw wrong(argument, "Unix milliseconds or a valid Date", value);
  }
  return Math.floor(time);
}

function strings(value, argument) {
  if (!Array.isArray(value)) throw wrong(argument, "an array of strings", value);
  return value.map((one, at) => string(one, `${argument}[${at}]`));
}

function functions(value, argument, callback) {
  return Object.entries(object(value, argument)).map(([name, given]) => {
    const path = `${argument}.${name}`;
    const { run, params = [], doc = "" } = typeof given === "function" ? { run: given } : object(given, path);
    if (typeof run !== "function") throw wrong(`${path}.run`, "a function", run);
    if (!Array.isArray(params)) throw wrong(`${path}.params`, "an array", params);
    const wire = params.map((one, at) => {
      const param = typeof one === "string" ? { kind: one } : object(one, `${path}.params[${at}]`);
      return {
        name: string(param.name ?? `argument${at + 1}`, `${path}.params[${at}].name`),
        kind: oneOf(KINDS)(param.kind ?? "text", `${path}.params[${at}].kind`),
        optional: boolean(param.optional ?? false, `${path}.params[${at}].optional`),
      };
    });
    return { name, doc: string(doc, `${path}.doc`), params: wire, id: callback((value, args) => run(value, ...args)) };
  });
}

const COMPILE = {
  dialect: oneOf(DIALECTS),
  partials,
  functions,
  escape: oneOf(ESCAPES),
  onError: oneOf(ON_ERROR),
  timezone: string,
  limits,
};
const RENDER = {
  timezone: string,
  now,
  escape: oneOf(ESCAPES),
  budget,
  limits,
  strict: boolean,
  trace: boolean,
  checkOutput: boolean,
};
const MESSAGES = { ...RENDER, input: raw, inputFiles: raw };
const TARGETS = ["messages", "openai", "openai-responses", "anthropic", "bedrock", "gemini", "mistral"];
const COUNTERS = ["o200k", "cl100k", "bytes", "estimate"];
const REQUEST = {
  ...MESSAGES,
  to: oneOf(TARGETS),
  model: string,
  maxTokens: count,
  maxOutputTokens: count,
  tokens: oneOf(COUNTERS),
  count: counting,
  schema: raw,
  schemaName: string,
  previous: raw,
  digests: boolean,
  nonce: string,
  name: string,
};
const CHECK = { ...COMPILE, sample: raw, schema: raw, portable: boolean, trusted: strings };
const EDITOR = { ...COMPILE, sample: raw };

/** A function that counts the tokens of a text. */
function counting(value, argument, callback) {
  if (typeof value !== "function") throw wrong(argument, "a function", value);
  return callback((text) => value(text));
}

/** A JSON value of the caller, written with everything else. */
function raw(value, argument) {
  return new Raw(jsonOf(value, argument));
}

/** The key under which a `Payload` keeps its text, for options that take a sample. */
export const TEXT = Symbol("text");

/** The JSON text of a value; of a payload the text it was made of. */
export function jsonOf(value, argument) {
  return value?.[TEXT] ?? toJson(value, argument);
}

/** Names of options as the engine reads them. */
const wireName = (key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

class Raw {
  constructor(json) {
    this.json = json;
  }
}

function wire(given, table, argument, callback, strange = table) {
  if (given === undefined || given === null) return "";
  const names = Object.keys(strange);
  known(object(given, argument), names, argument);
  const parts = [];
  for (const key of Object.keys(table)) {
    const value = given[key];
    if (value === undefined) continue;
    const ready = table[key](value, `${argument}.${key}`, callback);
    parts.push(`"${wireName(key)}":${ready instanceof Raw ? ready.json : wellFormed(JSON.stringify(ready))}`);
  }
  return parts.length === 0 ? "" : `{${parts.join(",")}}`;
}

const ONE_SHOT = { ...COMPILE, ...RENDER };
const ONE_SHOT_MESSAGES = { ...COMPILE, ...MESSAGES };

/** Each returns JSON text, empty for no options. `callback` registers a function and returns its number. */
export const compileOptions = (given, callback) => wire(given, COMPILE, "options", callback);
export const renderOptions = (given) => wire(given, RENDER, "options");
export const messagesOptions = (given) => wire(given, MESSAGES, "options");
export const requestOptions = (given, callback) => {
  if (given?.to === undefined) throw wrong("options.to", `one of ${TARGETS.join(", ")}`, undefined);
  return wire(given, REQUEST, "options", callback);
};
export const checkOptions = (given, callback) => wire(given, CHECK, "options", callback);
export const editorOptions = (given, callback) => wire(given, EDITOR, "options", callback);
/** The two halves of the options of a one-shot render. */
export const compileHalf = (given, callback) => wire(given, COMPILE, "options", callback, ONE_SHOT);
export const renderHalf = (given) => wire(given, RENDER, "options", undefined, ONE_SHOT);
export const messagesHalf = (given) => wire(given, MESSAGES, "options", undefined, ONE_SHOT_MESSAGES);
