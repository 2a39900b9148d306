/// <reference lib="esnext.disposable" />
/**
 * ITL and Mustache templates in JavaScript: the same engine, and the same bytes, as on a server.
 *
 * Offsets in sources and texts are UTF-16 units, as JavaScript strings and editors count; the
 * bytes of the UTF-8 form stand beside them.
 *
 * What is wrong with a template or a payload is data: diagnostics and warnings. What is wrong
 * with a call is an {@link ItlError} with a stable `code`.
 */

/** The language of a template; `itl` by default. */
export type Dialect = "itl" | "mustache";

/** The output format that values are escaped for; by default `none` for ITL, `html` for Mustache. */
export type Escape =
  | "none"
  | "html"
  | "json"
  | "xml"
  | "url"
  | "markdown"
  | "markdown-cell"
  | "slack"
  | "telegram"
  | "telegram-legacy";

/** A destination with a known limit. */
export type BudgetPreset =
  | "sms"
  | "sms-unicode"
  | "pagerduty"
  | "slack"
  | "slack-block"
  | "opsgenie"
  | "opsgenie-description"
  | "telegram";

/** How long the text may be; what is longer is cut between characters and ends with the marker. */
export type Budget =
  /** Unicode scalar values. */
  | { maxChars: number; marker?: string; fit?: Fit }
  /** Bytes of UTF-8. */
  | { maxBytes: number; marker?: string; fit?: Fit }
  | { preset: BudgetPreset; marker?: string; fit?: Fit }
  | BudgetPreset;

/**
 * Where a text that is too long is cut: at its end, inside the longest values that escaped tags printed (the default for
 * `json`, `html` and `xml`), or by whole rounds of its last loop.
 */
export type Fit = "end" | "values" | "rounds";

/** What a template may cost. Always on; the defaults are far beyond every honest message. */
export interface Limits {
  /** Largest template or partial, in bytes. Default 1 MiB. */
  templateBytes?: number;
  /** Largest size of all partials that a template can reach, in bytes. Default 4 MiB. */
  partialsBytes?: number;
  /** Deepest nesting of sections. Default 128. */
  depth?: number;
  /** Deepest nesting of partials. Default 100. */
  partialDepth?: number;
  /** Largest output, in bytes. Default 16 MiB. */
  outputBytes?: number;
  /** Most steps of one render: tags run, and work that grows with texts. Default 10 million. */
  steps?: number;
  /** Largest size of a template's regular expressions together, compiled, in bytes. Default 16 MiB. */
  regexBytes?: number;
}

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What a function's parameter takes. */
export type ParamKind = "text" | "integer" | "number";

/** A function of your own. It hides one of the library of the same name. */
export interface HostFunction {
  /**
   * Takes the value before the dot and the arguments, returns a JSON value. Where it throws, the tag
   * prints the value unchanged and the render carries the warning W0304.
   */
  run: (value: Json, ...args: (string | number)[]) => Json | undefined;
  /** The parameters, in order, the optional ones last; none by default. */
  params?: readonly (ParamKind | { name: string; kind?: ParamKind; optional?: boolean })[];
  /** What it does, in one line; shown by completion and hover. */
  doc?: string;
}

/** What a template is compiled with. */
export interface CompileOptions {
  dialect?: Dialect;
  /** Partials by name. */
  partials?: Readonly<Record<string, string>>;
  /** Functions of your own, by name; a plain callback takes no arguments. ITL only. */
  functions?: Readonly<Record<string, HostFunction["run"] | HostFunction>>;
  /** The output format that values are escaped for. */
  escape?: Escape;
  /**
   * What a template with an error prints: `source`, the default, the source of each broken tag; `empty`, nothing at all,
   * for keys that must not be the same for all alerts.
   */
  onError?: "source" | "empty";
  /** IANA name of the zone that times are shown in; `UTC` by default. */
  timezone?: string;
  limits?: Limits;
}

/** Options of one render; what is left out is as the template was compiled. */
export interface RenderOptions {
  /** IANA name of the zone that times are shown in. */
  timezone?: string;
  /** The clock in Unix milliseconds: `@now`, and what `relativeTime()` counts from. The engine reads no clock of its own. */
  now?: number | Date;
  escape?: Escape;
  budget?: Budget;
  limits?: Limits;
  /** Throw an {@link ItlError} of code `strict` where {@link RenderResult.ok} would be false. */
  strict?: boolean;
  /** Report which tag wrote which part of the text. */
  trace?: boolean;
  /** Whether a text of the format `json` has to be JSON as a whole; true by default. */
  checkOutput?: boolean;
}

/** Options of a one-shot render. */
export interface OneShotOptions extends CompileOptions, RenderOptions {}

/** A place in a source. */
export interface Span {
  /** First UTF-16 unit. */
  start: number;
  /** After the last UTF-16 unit. */
  end: number;
  /** First byte of the UTF-8 form. */
  byteStart: number;
  /** After the last byte. */
  byteEnd: number;
  /** Line of the start, from 1. */
  line: number;
  /** Column of the start, from 1, in Unicode scalar values. */
  column: number;
}

/** A part of a rendered text. */
export interface Range {
  /** First UTF-16 unit. */
  start: number;
  /** After the last UTF-16 unit. */
  end: number;
  /** First byte of the UTF-8 form. */
  byteStart: number;
  /** After the last byte. */
  byteEnd: number;
}

export type Severity = "error" | "warning" | "note";

/** One error or warning, with its place and a way out. */
export interface Diagnostic {
  /** Stable, such as `E0101`; see {@link explain}. */
  code: string;
  severity: Severity;
  /** One sentence without a final stop. */
  message: string;
  /** In the template, or in the partial that `partial` names. */
  span: Span;
  /** Further places of the same source. */
  labels: { span: Span; message: string }[];
  help: string | null;
  /** A change of the source that mends it. */
  suggestion: { span: Span; replacement: string } | null;
  /** Name of the partial whose source the spans count in; `null` for the template itself. */
  partial: string | null;
}

/** The output of one run of one tag. */
export interface Traced {
  /** The tag, in the template or in the partial. */
  tag: Span;
  partial: string | null;
  /** The steps that it took, of those that `limits.steps` allows. */
  steps: number;
  /** What it wrote. */
  output: Range;
}

/** A message, and what was noticed on the way. There is always a text. */
export interface RenderResult {
  text: string;
  /** Whether a strict caller would take it: no errors in the template, nothing missing, no limit reached. */
  ok: boolean;
  /** What compiling found, those of the partials included. */
  diagnostics: readonly Diagnostic[];
  /** What rendering found: one for each tag and code, in the order of the render. */
  warnings: readonly Diagnostic[];
  /** Only where {@link RenderOptions.trace} asked for it. */
  trace?: Traced[];
}

/** A key or path that a template reads. */
export interface Reference {
  /** Seen from the payload's root, `[]` for the items of a loop: `alerts[].labels.host`. */
  path: string;
  /** The same in parts: a key, a position, or `null` for every item. */
  parts: (string | number | null)[];
  /** How it is used, such as `printed` or `section`. */
  usage: string;
  /** `certain`, or `possible` where only a sample can tell a loop from an object. */
  certainty: string;
  /** The functions called on it, in order. */
  calls: string[];
  /** The path with its calls. */
  span: Span;
  /** The partial that it stands in. */
  partial: string | null;
}

/** A function of the library. */
export interface FunctionInfo {
  name: string;
  aliases: string[];
  /** `substring(from, to?)`. */
  signature: string;
  /** The kind of value it works on. */
  receiver: string;
  /** The kind of value it returns. */
  returns: string;
  params: { name: string; kind: string; default: string | null }[];
  /** Whether the last parameter may be given any number of times. */
  repeats: boolean;
  /** Whether ilert itself has it. */
  portable: boolean;
  doc: string;
  /** `value` is JSON, empty for a missing one; `value.call` prints `output`. */
  examples: { value: string; call: string; output: string }[];
}

/** What a diagnostic code means. */
export interface Explanation {
  code: string;
  severity: Severity;
  title: string;
  /** A template that triggers it; empty where it takes more than a template. */
  example: string;
  text: string;
}

/** What can be written at a place. */
export interface Completions {
  /** What the chosen item replaces. */
  span: Span;
  items: Completion[];
}

export interface Completion {
  label: string;
  /** What to write. */
  insert: string;
  kind: "key" | "index" | "function" | "loop-variable" | "close" | "partial" | "argument";
  /** A key's kind of value, a function's signature. */
  detail: string | null;
  /** What a function does, with an example; for a key where it stands. */
  doc: string | null;
  /** A key's value in the sample, as JSON, cut where it is long. */
  sample: string | null;
}

/** What stands under the pointer. */
export interface Hover {
  span: Span;
  /** Title line: a path with its type, or a signature. */
  title: string;
  /** Text below it. */
  text: string | null;
  /** The value in the sample, as JSON. */
  value: string | null;
}

/** Options of {@link check}. */
export interface CheckOptions extends CompileOptions {
  /** A payload to check paths against: any value that `JSON.stringify` takes, or a {@link Payload}. */
  sample?: unknown;
  /** A JSON Schema of the payload. */
  schema?: unknown;
  /** Name what ilert itself would not understand. */
  portable?: boolean;
  /** Keys that may stand unescaped inside XML-style sections. */
  trusted?: readonly string[];
}

/** Options of {@link complete}, {@link hover} and {@link references}. */
export interface EditorOptions extends CompileOptions {
  /** A payload, from which loops are told apart from objects: any value that `JSON.stringify` takes, or a {@link Payload}. */
  sample?: unknown;
}

/** The result of {@link format}. */
export type FormatResult =
  | { ok: true; text: string; diagnostics: readonly Diagnostic[] }
  | { ok: false; text: null; diagnostics: readonly Diagnostic[] };

/** An argument of a {@link TemplateElement}: a text or a whole number. */
export type TemplateElementArg = { S: string } | { N: number };

/** A text or variable of a template as ilert stores it. */
export interface TemplateElement {
  type: "TEXT" | "VAR" | "RAW";
  /** The text, or the path of the variable. */
  val: string;
  /** The function that is called on the variable. */
  func?: string | null;
  args?: readonly TemplateElementArg[] | null;
}

/** The result of {@link toElements}. */
export type ElementsResult =
  | { ok: true; text: string; elements: readonly TemplateElement[]; diagnostics: readonly Diagnostic[] }
  | { ok: false; text: null; elements: null; diagnostics: readonly Diagnostic[] };

/** One message of a prompt. */
export interface Message {
  role: "system" | "developer" | "user" | "assistant" | "tool";
  content: string;
}

/** What a request is made for: words of no provider, or a provider's interface. */
export type Target = "messages" | "openai" | "openai-responses" | "anthropic" | "bedrock" | "gemini" | "mistral";

/** @deprecated Use {@link Target}. */
export type Provider = Target;

/** The schema of a prompt's data; `itl-wasm/answers` alone checks it, other builds throw the code `unsupported`. */
export interface InputOptions {
  /** The JSON Schema that `@input` names. Data that violates it renders nothing; each violation is an error (`E0728`). */
  input?: unknown;
  /** The files that it refers to by a relative `$ref`, by name. */
  inputFiles?: Record<string, unknown>;
}

/** Options of {@link Template.request}. */
export interface RequestOptions extends RenderOptions, InputOptions {
  to: Target;
  /** The model; goes before the prompt's own. */
  model?: string;
  /** Most tokens of the request; older turns are left out until it fits. Goes before the prompt's `@budget`. */
  maxTokens?: number;
  /** Most tokens of the answer. */
  maxOutputTokens?: number;
  /** What counts tokens. This build counts `bytes` and `estimate`; give `count` for others. */
  tokens?: "o200k" | "cl100k" | "bytes" | "estimate";
  /** Counts the tokens of a text, in the place of `tokens`. */
  count?: (text: string) => number;
  /** The JSON Schema of the answer, and its name in the request. */
  schema?: unknown;
  schemaName?: string;
  /** The request before this one: what {@link Template.request} returned. */
  previous?: unknown;
  /** False leaves the digests of the messages out, which take longer than the rest of a request. */
  digests?: boolean;
  /** What the markers of `@fence` carry: the same for all requests of a conversation. */
  nonce?: string;
  /** The name of the prompt, for `attributes`. */
  name?: string;
}

/** What a request takes of its budget, in tokens. */
export interface BudgetReport {
  limit: number | null;
  counter: string;
  estimated: boolean;
  used: number;
  parts: { tools: number; system: number; history: number; last: number };
  dropped: { messages: number[]; tokens: number }[];
  first_kept: number | null;
  next_cut_in: number | null;
  beginning_unchanged: boolean | null;
}

/** The result of {@link Template.request}. */
export interface RequestResult {
  /** The body as JSON, its keys in an order that never changes. */
  json: string;
  /** The body as an object. */
  readonly body: unknown;
  /** The model, which Gemini and Bedrock take in the URL. */
  model: string | null;
  digests: {
    template: string;
    tools: string | null;
    messages: string[];
    /** Where it differs first from the previous request, and the tag that wrote the text there. */
    changed?: { message?: number; part?: "tools"; offset?: number; tag?: string; partial?: string };
  };
  report: BudgetReport;
  /** OpenTelemetry's attributes of the prompt. */
  attributes: Record<string, string>;
  /** Whether it may go out. */
  ok: boolean;
  diagnostics: readonly Diagnostic[];
  warnings: readonly Diagnostic[];
}

/** Options of {@link messages}. */
export interface MessagesOptions extends OneShotOptions {
  /** The provider in whose shape {@link MessagesResult.body} is wanted. */
  to?: Provider;
}

/** The result of {@link messages}. */
export interface MessagesResult extends RenderResult {
  messages: Message[];
  /** The messages in the shape of `to`, keys in an order that never changes; only where `to` asks for it. */
  body?: Json;
}

/**
 * The codes of {@link ItlError}.
 *
 * - `invalid-argument`: an argument or option of the wrong type or value
 * - `invalid-data`: data that has no JSON form, such as a cycle or a BigInt
 * - `invalid-json`: a {@link Payload} text that is not JSON
 * - `strict`: a strict render failed; `diagnostics` and `text` are set
 * - `not-initialized`: `await init()` first
 * - `disposed`: the object was freed
 * - `trap`: the engine ran out of memory or stack; it has been restarted and everything goes on working
 * - `unsupported`: this build does not hold that function
 */
export type ErrorCode =
  | "invalid-argument"
  | "invalid-data"
  | "invalid-json"
  | "strict"
  | "not-initialized"
  | "disposed"
  | "trap"
  | "unsupported";

/** What a wrong call throws. */
export class ItlError extends Error {
  readonly code: ErrorCode;
  /** The argument or option that is wrong, such as `options.timezone`; `null` for others. */
  readonly argument: string | null;
  /** Why a strict render failed; empty for others. */
  readonly diagnostics: readonly Diagnostic[];
  /** What a lenient render returns, for `strict`. */
  readonly text: string | null;
}

/**
 * A payload kept on the engine's side: make it once, render it with many templates.
 *
 * Its memory is given back when it is collected; {@link Payload.free} and `using` do it at once.
 */
export class Payload {
  private constructor();
  /**
   * Reads a JSON text. Numbers and the order of keys stay as written.
   * @throws {@link ItlError} `invalid-json`
   */
  static fromJson(text: string): Payload;
  /**
   * Takes any value that `JSON.stringify` takes.
   * @throws {@link ItlError} `invalid-data`
   */
  static from(data: unknown): Payload;
  free(): void;
  [Symbol.dispose](): void;
}

/**
 * A compiled template. It always renders: a broken tag prints its own source, and
 * {@link Template.diagnostics} say why.
 *
 * Its memory is given back when it is collected; {@link Template.free} and `using` do it at once.
 */
export class Template {
  constructor(source: string, options?: CompileOptions);
  /** The text it was compiled from. */
  readonly source: string;
  /** What compiling found. */
  readonly diagnostics: readonly Diagnostic[];
  /** What it reads. */
  readonly references: readonly Reference[];
  /**
   * Renders it on a JavaScript value, which goes through `JSON.stringify`. What a JavaScript
   * number cannot hold was lost when the value was made (`12345678901234567890`, `95.0`), and so
   * was the order of keys that look like whole numbers; {@link Template.renderJson} keeps them.
   * A {@link Payload} is used as it is. Functions in the data of a `mustache` template are its
   * lambdas.
   */
  render(data?: unknown, options?: RenderOptions): RenderResult;
  /** Renders it on JSON text: the road that equals the server for every number and key order. */
  renderJson(text: string, options?: RenderOptions): RenderResult;
  /** Renders it on a payload that is on the engine's side already: the fastest road. */
  renderPayload(payload: Payload, options?: RenderOptions): RenderResult;
  /**
   * Makes the whole request of a prompt. Throws an {@link ItlError} of the code `strict` where it must not go out,
   * unless `strict` is false, and one of the code `unsupported` in a browser: import `itl-wasm/prompts` there.
   */
  request(data: unknown, options: RequestOptions): RequestResult;
  /** Renders a prompt and splits it into messages; see {@link messages}. */
  messages(data?: unknown, options?: RenderOptions & InputOptions & Pick<MessagesOptions, "to">): MessagesResult;
  free(): void;
  [Symbol.dispose](): void;
}

/** Compiles and renders once; see {@link Template.render} for the data. */
export function render(source: string, data?: unknown, options?: OneShotOptions): RenderResult;

/** Compiles and renders once, on JSON text. */
export function renderJson(source: string, json: string, options?: OneShotOptions): RenderResult;

/** All errors and warnings of a template, in source order. */
export function check(source: string, options?: CheckOptions): Diagnostic[];

/** The canonical text of a template. */
export function format(source: string, options?: CompileOptions): FormatResult;

/**
 * The elements that ilert stores of a template, and the text that it rebuilds from them. What ilert reads otherwise is
 * refused; with `verbatim` it is stored as the variable that ilert makes of it.
 */
export function toElements(source: string, options?: { verbatim?: boolean }): ElementsResult;

/** The text that ilert rebuilds from elements. What is no element throws an {@link ItlError}. */
export function fromElements(elements: readonly TemplateElement[]): string;

/** Every function of the library, in its order. */
export function functions(): FunctionInfo[];

/** What a diagnostic code means; `null` for an unknown one. */
export function explain(code: string): Explanation | null;

/** What a template reads. */
export function references(source: string, options?: EditorOptions): Reference[];

/** What can be written at `offset` (UTF-16 units). */
export function complete(
  source: string,
  offset: number,
  sample?: unknown,
  options?: CompileOptions,
): Completions | null;

/** What stands at `offset` (UTF-16 units). */
export function hover(source: string, offset: number, sample?: unknown, options?: CompileOptions): Hover | null;

/**
 * Renders a prompt and splits it into messages. The dialect is `mustache` by default. In a browser it throws an
 * {@link ItlError} of the code `unsupported`: import `itl-wasm/prompts` there.
 */
export function messages(source: string, data?: unknown, options?: MessagesOptions): MessagesResult;

/** The result of {@link checkAnswer}. */
export interface AnswerResult {
  /** Whether the answer is one JSON value and meets the schema. */
  ok: boolean;
  /** The JSON value of the answer; `null` where there is none. */
  value: Json;
  /** Whether words or a code fence stand around it. */
  wrapped: boolean;
  /** Why the answer is not one JSON value; `null` where it is. */
  error: string | null;
  /** What it violates, each with a JSON pointer, in the order of the pointers. */
  violations: { pointer: string; message: string }[];
}

/**
 * Checks the answer of a model against a JSON Schema. `files` are schemas that it refers to by a relative `$ref`.
 * Only `itl-wasm/answers` holds it:
 * other entries throw an {@link ItlError} of the code `unsupported`.
 */
export function checkAnswer(
  answer: string,
  schema: unknown,
  options?: { files?: { readonly [file: string]: unknown } },
): AnswerResult;

/** The names of all time zones that this build knows, sorted. */
export function timezones(): string[];

/** The bytes of memory that the engine has taken. It grows with the largest work and never shrinks. */
export function memoryBytes(): number;

/** The type of a global of the web, where the project's libraries have it; the package needs none of them. */
type Web<Name extends string> = typeof globalThis extends { [name in Name]: { prototype: infer Type } } ? Type : never;

/** `WebAssembly.Module`, where the project's libraries have it. */
export type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Type } } }
  ? Type
  : never;

/** Where a browser gets the engine from. */
export type InitInput =
  | string
  | Web<"URL">
  | Web<"Request">
  | Web<"Response">
  | ArrayBuffer
  | ArrayBufferView
  | WasmModule
  | PromiseLike<Web<"Response"> | ArrayBuffer | ArrayBufferView | WasmModule>;

/**
 * Loads the engine; in a browser `await` it once before anything else. Without an argument it
 * fetches the file that lies beside this module. Further calls do nothing, and in Node none is
 * needed.
 */
export function init(input?: InitInput): Promise<void>;

/** As {@link init}, for bytes or a module that are there already. */
export function initSync(input?: ArrayBuffer | ArrayBufferView | WasmModule): void;

export default init;
