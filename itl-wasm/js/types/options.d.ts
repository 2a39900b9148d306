// What templates are compiled, rendered, checked and edited with.

import type { ItlError, Payload, complete, hover, references, check, RenderResult } from "../api.js";

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
