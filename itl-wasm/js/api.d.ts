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

import type { CheckOptions, CompileOptions, EditorOptions, OneShotOptions, RenderOptions } from "./types/options.js";
import type { AnswerResult, MessagesOptions, MessagesResult, RequestOptions, RequestResult } from "./types/prompts.js";
import type {
  Completions,
  Diagnostic,
  ElementsResult,
  Explanation,
  FormatResult,
  FunctionInfo,
  Hover,
  Reference,
  RenderResult,
  TemplateElement,
} from "./types/results.js";

export * from "./types/options.js";
export * from "./types/prompts.js";
export * from "./types/results.js";

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
  messages(
    data?: unknown,
    options?: RenderOptions & Pick<MessagesOptions, "input" | "inputFiles" | "to">,
  ): MessagesResult;
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

/**
 * For a page that loads the engine in two parts and shows a message after the first: `init` or `initSync` gets
 * `itl-wasm/itl-first.wasm`, which renders, and this `itl-wasm/itl-rest.wasm`, with which come the check, format,
 * completion, references, the lists of functions and zones. They throw `not-initialized` before. With any other file
 * it does nothing.
 */
export function initRest(input: ArrayBuffer | ArrayBufferView | WasmModule): void;

export default init;
