/// <reference lib="esnext.disposable" />
/**
 * The small build: ilert's language and Mustache, rendering and checks. What it lacks is not here; a
 * call of it from JavaScript throws an {@link ItlError} of code `unsupported`.
 */
import type { Dialect, Diagnostic, Limits, Payload, RenderResult } from "./api.js";

export type {
  Dialect,
  Diagnostic,
  ErrorCode,
  InitInput,
  Json,
  Limits,
  Range,
  RenderResult,
  Severity,
  Span,
  WasmModule,
} from "./api.js";
export { default, ItlError, init, initSync, memoryBytes, Payload, timezones } from "./api.js";

/** The output formats of this build. */
export type Escape = "none" | "html";

/** What a template is compiled with. */
export interface CompileOptions {
  dialect?: Dialect;
  /** Partials by name. */
  partials?: Readonly<Record<string, string>>;
  escape?: Escape;
  /** `UTC` or `GMT`; this build has no other zones. */
  timezone?: "UTC" | "GMT";
  limits?: Limits;
}

/** Options of one render; what is left out is as the template was compiled. */
export interface RenderOptions {
  timezone?: "UTC" | "GMT";
  /** The clock in Unix milliseconds. */
  now?: number | Date;
  escape?: Escape;
  limits?: Limits;
  /** Throw an {@link ItlError} of code `strict` where {@link RenderResult.ok} would be false. */
  strict?: boolean;
}

/** Options of a one-shot render. */
export interface OneShotOptions extends CompileOptions, RenderOptions {}

/** A compiled template; see the full build's documentation. */
export class Template {
  constructor(source: string, options?: CompileOptions);
  readonly source: string;
  readonly diagnostics: readonly Diagnostic[];
  render(data?: unknown, options?: RenderOptions): RenderResult;
  renderJson(text: string, options?: RenderOptions): RenderResult;
  renderPayload(payload: Payload, options?: RenderOptions): RenderResult;
  free(): void;
  [Symbol.dispose](): void;
}

/** Compiles and renders once. */
export function render(source: string, data?: unknown, options?: OneShotOptions): RenderResult;

/** Compiles and renders once, on JSON text. */
export function renderJson(source: string, json: string, options?: OneShotOptions): RenderResult;

/** All errors and warnings of a template, in source order. */
export function check(source: string, options?: CompileOptions): Diagnostic[];
