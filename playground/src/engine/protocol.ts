import type {
  Budget,
  Completions,
  Diagnostic,
  Dialect,
  Escape,
  Explanation,
  FormatResult,
  FunctionInfo,
  Hover,
  Json,
  Message,
  Provider,
  RenderResult,
} from "itl-wasm";

/** What the page asks of the worker. */
export interface Job {
  source: string;
  payload: string;
  dialect: Dialect;
  partials: Record<string, string>;
  /** `null` is what the language or the prompt itself says. */
  escape: Escape | null;
  timezone: string;
  now: number;
  /** Where the text is cut: a budget, or that of the SMS alphabet the text fits. */
  budget: Budget | "sms-either" | null;
  strict: boolean;
  /** Also split the text into the messages of a prompt. */
  messages: boolean;
  /** In whose shape the messages are wanted. */
  to: Provider;
}

export interface Rendered {
  result: RenderResult;
  /** Whether a strict caller gets an error instead of the text. */
  refused: boolean;
  /** The text before the cut. */
  whole: string;
  messages: Message[] | null;
  /** The messages in the shape of the provider. */
  body: Json | null;
  /** Why the payload could not be read; the render then used the last one that could. */
  payloadError: string | null;
  /** Time spent in the engine, in milliseconds. */
  took: number;
}

export interface Calls {
  render: { in: Job; out: Rendered };
  check: { in: Pick<Job, "source" | "payload" | "dialect" | "partials" | "escape" | "timezone">; out: Diagnostic[] };
  complete: {
    in: Pick<Job, "source" | "payload" | "dialect" | "partials"> & { offset: number };
    out: Completions | null;
  };
  hover: { in: Pick<Job, "source" | "payload" | "dialect" | "partials"> & { offset: number }; out: Hover | null };
  format: { in: Pick<Job, "source" | "dialect" | "partials">; out: FormatResult };
  explain: { in: { code: string }; out: Explanation | null };
  functions: { in: null; out: FunctionInfo[] };
  timezones: { in: null; out: string[] };
}
export type CallName = keyof Calls;

export interface Request {
  id: number;
  call: CallName;
  argument: unknown;
}

export type Reply = { id: number; ok: true; value: unknown } | { id: number; ok: false; code: string; message: string };
