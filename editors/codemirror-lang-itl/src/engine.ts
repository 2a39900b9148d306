import type { Dialect } from "./scan.js";

/** A value, or the promise of one: the engine may live in a worker. */
export type Awaitable<T> = T | Promise<T>;

/** A place in the source, in UTF-16 units. */
export interface EngineSpan {
  start: number;
  end: number;
}

/** What can be written at a place; the shape of `complete` of the package `itl-wasm`. */
export interface EngineCompletions {
  span: EngineSpan;
  items: readonly {
    label: string;
    insert: string;
    /** Such as `key`, `function`, `section`, `close`, `loop-variable`, `partial`. */
    kind: string;
    detail: string | null;
    doc: string | null;
    /** A value in the sample. */
    sample?: string | null;
    /** Compared with the typed word in place of the label: another name of the thing. */
    match?: string;
    /** How near it is among equal matches, from -99 to 99; by default the order of the list. */
    rank?: number;
  }[];
}

/** What stands under the pointer; the shape of `hover` of the package `itl-wasm`. */
export interface EngineHover {
  span: EngineSpan;
  title: string;
  text: string | null;
  value: string | null;
}

/** An error or warning; the shape of the diagnostics of the package `itl-wasm`. */
export interface EngineDiagnostic {
  code: string;
  severity: "error" | "warning" | "note";
  message: string;
  span: EngineSpan;
  labels?: readonly { span: EngineSpan; message: string }[];
  help?: string | null;
  suggestion?: { span: EngineSpan; replacement: string } | null;
  partial?: string | null;
}

/** A function of the library; the shape of `functions()` of the package `itl-wasm`. */
export interface EngineFunction {
  name: string;
  aliases: readonly string[];
  signature: string;
  doc: string;
  params: readonly { name: string; kind: string; default: string | null }[];
  examples: readonly { value: string; call: string; output: string }[];
}

/**
 * The engine of the editor. Each part is a function of the source; sample payload, partials
 * and the like are the host's to close over.
 */
export interface EngineConfig {
  dialect?: Dialect;
  /** What can be written at `offset`. */
  complete?: (source: string, offset: number) => Awaitable<EngineCompletions | null>;
  /** What stands at `offset`. */
  hover?: (source: string, offset: number) => Awaitable<EngineHover | null>;
  /** All errors and warnings. */
  check?: (source: string) => Awaitable<readonly EngineDiagnostic[]>;
  /** The function library, for the help on a call's parameters. */
  functions?: () => Awaitable<readonly EngineFunction[]>;
}
