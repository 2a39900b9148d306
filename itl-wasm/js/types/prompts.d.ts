// Prompts: messages, requests for models, and the check of answers.

import type {
  Diagnostic,
  Json,
  OneShotOptions,
  RenderOptions,
  RenderResult,
  Template,
  messages,
  checkAnswer,
} from "../api.js";

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
export interface MessagesOptions extends OneShotOptions, InputOptions {
  /** The provider in whose shape {@link MessagesResult.body} is wanted. */
  to?: Provider;
}

/** The result of {@link messages}. */
export interface MessagesResult extends RenderResult {
  messages: Message[];
  /** The messages in the shape of `to`, keys in an order that never changes; only where `to` asks for it. */
  body?: Json;
}

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
