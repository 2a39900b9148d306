// What the engine finds in a template and makes of it.

import type { RenderOptions, explain, format, toElements } from "../api.js";

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
