import type {
  Budget,
  Completions,
  Diagnostic,
  Dialect,
  Escape,
  Explanation,
  Fit,
  FormatResult,
  FunctionInfo,
  Hover,
  Json,
  Message,
  Provider,
  RenderResult,
  RequestResult,
} from "itl-wasm";

/** A template or partial. */
export interface SourceDoc {
  name: string;
  text: string;
  /** Whether it is there only to be used by others. */
  partial: boolean;
}

/** An event: the payload that a template is rendered with, as JSON text. */
export interface EventDoc {
  name: string;
  text: string;
}

/** Which engine the templates are for: this one, or ilert's own, which knows less. */
export type Target = "full" | "ilert";

/** What the worker knows besides the events: the documents and the options of the work. */
export interface Setting {
  docs: readonly SourceDoc[];
  /** Index of the document that is meant. */
  doc: number;
  dialect: Dialect;
  /** `null` is what the language or the prompt itself says. */
  escape: Escape | null;
  timezone: string;
  now: number;
  target: Target;
  /** What a template with an error prints; `null` is the source of each broken tag. */
  onError?: "source" | "empty" | null;
  /** Keys that may stand unescaped inside XML-style sections. */
  trusted?: readonly string[];
}

/** A render of one document with one event. */
export interface Job extends Setting {
  /** Index of the event. */
  event: number;
  /** Where the text is cut: a budget, or that of the SMS alphabet the text fits. */
  budget: Budget | "sms-either" | null;
  /** Which part of a text that is too long is cut; `null` is as the output format needs it. */
  fit?: Fit | null;
  strict: boolean;
  /** Also split the text into the messages of a prompt. */
  messages: boolean;
  /** In whose shape the messages are wanted. */
  to: Provider;
  /** The request that this one is compared with. */
  previous?: PromptRequest | null;
}

/** A request of a prompt, and what is known about it. */
export type PromptRequest = Pick<RequestResult, "model" | "digests" | "report"> & { body: Json };

export interface Rendered {
  result: RenderResult;
  /** Whether a strict caller gets an error instead of the text. */
  refused: boolean;
  /** The text before the cut. */
  whole: string;
  messages: Message[] | null;
  /** The request in the shape of the provider. */
  request: PromptRequest | null;
  /** Why the payload could not be read; the render then used the last one that could. */
  payloadError: string | null;
  /** Time spent in the engine, in milliseconds. */
  took: number;
}

/** One of many renders. */
export interface Printed {
  doc: number;
  event: number;
  text: string;
  ok: boolean;
  result: RenderResult;
  payloadError: string | null;
}

/** A warning that some events give and others do not. */
export interface MissingIn {
  diagnostic: Diagnostic;
  /** Indexes of the events that give it. */
  events: number[];
}

/** A completion with what the editor knows beyond the engine. */
export type AssistItem = Completions["items"][number] & {
  /** What is compared with the typed word in place of the label: a synonym. */
  match?: string;
  /** How it is ranked among equal matches; the larger, the nearer. */
  rank?: number;
};
export interface Assisted {
  span: Completions["span"];
  items: AssistItem[];
}

export interface Calls {
  render: { in: Job; out: Rendered };
  /** Renders documents with events; pairs of their indexes. */
  renderMany: {
    in: Setting & { pairs: readonly (readonly [doc: number, event: number])[]; trace: boolean };
    out: Printed[];
  };
  check: { in: Setting & { event: number }; out: Diagnostic[] };
  /** Warnings of the render over all events. */
  checkEvents: { in: Setting; out: MissingIn[] };
  complete: { in: Setting & { event: number; offset: number }; out: Assisted | null };
  hover: { in: Setting & { event: number; offset: number }; out: Hover | null };
  /** Applies the suggestions of diagnostics to a text until none is left. */
  translate: { in: Setting & { source: string; event: number }; out: { text: string; applied: number } };
  /** What a piece of a template prints with an event, in the sections that are open at an offset. */
  probe: { in: Setting & { event: number; offset: number; expression: string }; out: string[] };
  /** Whether a text matches a regular expression of the engine; `null` where that cannot be read. */
  matches: { in: { text: string; pattern: string }; out: boolean | null };
  format: { in: Setting; out: FormatResult };
  explain: { in: { code: string }; out: Explanation | null };
  functions: { in: null; out: FunctionInfo[] };
  timezones: { in: null; out: string[] };
}
export type CallName = keyof Calls;

/**
 * The calls that need more than a render: `words.ts`, or the second part of the engine. Both are loaded when one of them
 * is made or a page asks for it.
 */
export const NEED_WORDS: ReadonlySet<CallName> = new Set([
  "check",
  "complete",
  "explain",
  "format",
  "functions",
  "hover",
  "probe",
  "timezones",
  "translate",
]);

/** Events travel on their own, so that a key in the template does not carry a payload of a megabyte along. */
export interface EventsMessage {
  /** Number of events. */
  count: number;
  /** Those that have changed, by index. */
  changed: readonly (readonly [index: number, event: EventDoc])[];
}

export interface Request {
  id: number;
  call: CallName;
  argument: unknown;
}

/** The ids of replies that answer no call: the module is there, what helps in writing is. */
export const READY = 0;
export const WORDS = -1;

export type Reply = { id: number; ok: true; value: unknown } | { id: number; ok: false; code: string; message: string };

/** What the page posts to the worker. */
export type ToWorker =
  | { module: WebAssembly.Module; quick: string }
  | { events: EventsMessage }
  /** Load what helps in writing; the module is the engine's second part, where it has two. */
  | { words: true; rest: WebAssembly.Module | undefined }
  | Request;
