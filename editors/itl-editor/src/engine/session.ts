// What the worker does, apart from being one; tests run it in Node.
import {
  type CheckOptions,
  type CompileOptions,
  check,
  type FunctionInfo,
  format,
  ItlError,
  type Json,
  type Limits,
  Payload,
  type RenderOptions,
  type RenderResult,
  Template,
  timezones,
} from "itl-wasm";
import { isGsm } from "../destinations/sms.js";
import { mergeSamples } from "./merge.js";
import type { CallName, Calls, EventDoc, EventsMessage, Job, MissingIn, Printed, Setting } from "./protocol.js";
import type { Words } from "./words.js";

/** Tighter than the engine's own: nobody reads a preview of megabytes. */
const LIMITS: Limits = { outputBytes: 2 << 20, steps: 5_000_000 };

/** How many compiled templates are kept. */
const MAX_TEMPLATES = 8;

/** Samples larger than this together are not merged; the event at hand is the sample then. */
const MAX_MERGED = 400_000;

/** An event as the engine has it: its last text that could be read. */
interface Held {
  text: string;
  payload: Payload;
  error: string | null;
  /** The text as a value, once somebody has asked for it. */
  json?: Json;
}

/** How many times the suggestions of diagnostics are applied to a pasted text. */
const MAX_ROUNDS = 40;

type Handlers = { [K in CallName]: (argument: Calls[K]["in"]) => Calls[K]["out"] };

export class Session {
  /** What the calls of `NEED_WORDS` are answered with; without it they fail. */
  words: Words | null = null;
  private events: Held[] = [];
  private merged: { key: number; json: Json | Payload } | null = null;
  private templates = new Map<string, Template>();
  private library: FunctionInfo[] | null = null;

  take({ count, changed }: EventsMessage): void {
    for (const [index, event] of changed) this.events[index] = hold(event, this.events[index]);
    for (const gone of this.events.splice(count)) gone.payload.free();
    this.merged = null;
  }

  answer<K extends CallName>(call: K, argument: Calls[K]["in"]): Calls[K]["out"] {
    return (this.handlers[call] as (argument: Calls[K]["in"]) => Calls[K]["out"])(argument);
  }

  private get known(): Words {
    if (!this.words) throw new Error("the texts are not loaded");
    return this.words;
  }

  private event(index: number): Held {
    return this.events[index] ?? (this.events[0] ??= hold({ name: "", text: "{}" }, undefined));
  }

  /** One template; a key changes the text of one document, so that the others are compiled already. */
  private template(setting: Setting): Template {
    const source = setting.docs[setting.doc]!.text;
    const options = compileOptions(setting);
    const key = JSON.stringify([source, options]);
    const known = this.templates.get(key);
    if (known) return known;
    const template = new Template(source, options);
    this.templates.set(key, template);
    if (this.templates.size > MAX_TEMPLATES) {
      const [oldest, gone] = this.templates.entries().next().value!;
      this.templates.delete(oldest);
      gone.free();
    }
    return template;
  }

  /** All events as one sample, so that a key that only one of them has is offered. */
  private sample(index: number): Json | Payload {
    const size = this.events.reduce((sum, event) => sum + event.text.length, 0);
    if (this.events.length < 2 || size > MAX_MERGED) return this.event(index).payload;
    if (this.merged?.key !== index) {
      const order = [this.event(index), ...this.events.filter((_, i) => i !== index)];
      this.merged = { key: index, json: mergeSamples(order.map((event) => jsonOf(event))) };
    }
    return this.merged.json;
  }

  private readonly handlers: Handlers = {
    render: (job) => this.render(job),
    renderMany: (job) => job.pairs.map(([doc, event]) => this.print({ ...job, doc }, event, job.trace)),
    check: (job) => {
      const options: CheckOptions = {
        ...compileOptions(job),
        timezone: job.timezone,
        sample: this.event(job.event).payload,
        portable: job.target === "ilert",
        trusted: job.trusted ?? [],
      };
      return check(job.docs[job.doc]!.text, options);
    },
    checkEvents: (job) => this.checkEvents(job),
    complete: (job) => {
      const { assist, complete, functions } = this.known;
      this.library ??= functions();
      const found = complete(job.docs[job.doc]!.text, job.offset, this.sample(job.event), compileOptions(job));
      return assist(job, found, {
        library: this.library,
        payloads: this.events.map((event) => event.payload),
        current: this.event(job.event).payload,
        json: () => jsonOf(this.event(job.event)),
      });
    },
    hover: (job) =>
      this.known.hover(job.docs[job.doc]!.text, job.offset, this.event(job.event).payload, {
        ...compileOptions(job),
        timezone: job.timezone,
      }),
    translate: (job) => {
      const options: CheckOptions = { ...compileOptions(job), sample: this.event(job.event).payload };
      return translate(job.source, options);
    },
    probe: ({ offset, expression, ...setting }) => {
      const source = setting.docs[setting.doc]!.text;
      return this.known.probeTemplate(source, offset, expression, setting, [this.event(setting.event).payload]);
    },
    matches: ({ text, pattern }) => {
      const template = new Template(`{{ text.matches("${pattern.replaceAll('"', '\\"')}") }}`);
      try {
        return template.diagnostics.length > 0 ? null : template.render({ text }).text === "true";
      } finally {
        template.free();
      }
    },
    format: (job) => format(job.docs[job.doc]!.text, { dialect: job.dialect, partials: partialsOf(job) }),
    explain: ({ code }) => this.known.explain(code),
    functions: () => this.known.functions(),
    timezones: () => timezones(),
  };

  private print(setting: Setting, index: number, trace: boolean): Printed {
    const { payload, error } = this.event(index);
    const result = this.template(setting).renderPayload(payload, {
      timezone: setting.timezone,
      now: setting.now,
      trace,
    });
    return { doc: setting.doc, event: index, text: result.text, ok: result.ok, result, payloadError: error };
  }

  private checkEvents(setting: Setting): MissingIn[] {
    const found = new Map<string, MissingIn>();
    this.events.forEach((_, index) => {
      for (const diagnostic of this.print(setting, index, false).result.warnings) {
        if (!diagnostic.code.startsWith("W03")) continue;
        const key = `${diagnostic.code} ${diagnostic.partial ?? ""} ${diagnostic.span.start} ${diagnostic.span.end}`;
        const known = found.get(key);
        if (known) known.events.push(index);
        else found.set(key, { diagnostic, events: [index] });
      }
    });
    return [...found.values()];
  }

  private render(job: Job): Calls["render"]["out"] {
    const { payload, error: payloadError } = this.event(job.event);
    const started = performance.now();
    const options: RenderOptions = { timezone: job.timezone, now: job.now, trace: true };
    const done = (result: RenderResult, whole: string, more: Pick<Calls["render"]["out"], "messages" | "request">) => ({
      result,
      refused: job.strict && !result.ok,
      whole,
      ...more,
      payloadError,
      took: performance.now() - started,
    });
    if (job.messages) {
      try {
        return this.renderPrompt(job, payload, options, done);
      } catch (error) {
        // A build of the engine without prompts still prints the text.
        if (!(error instanceof ItlError && error.code === "unsupported")) throw error;
      }
    }
    const template = this.template(job);
    let result = template.renderPayload(payload, options);
    const whole = result.text;
    if (job.budget) {
      const known = job.budget === "sms-either" ? (isGsm(whole) ? "sms" : "sms-unicode") : job.budget;
      const budget = job.fit ? { ...(typeof known === "string" ? { preset: known } : known), fit: job.fit } : known;
      result = template.renderPayload(payload, { ...options, budget });
    }
    return done(result, whole, { messages: null, request: null });
  }

  /** The messages of a prompt as the page shows them, and the request as it goes out. */
  private renderPrompt(
    job: Job,
    payload: Payload,
    options: RenderOptions,
    done: (
      result: RenderResult,
      whole: string,
      more: Pick<Calls["render"]["out"], "messages" | "request">,
    ) => Calls["render"]["out"],
  ): Calls["render"]["out"] {
    const template = this.template(job);
    const result = template.messages(payload, options);
    // The browser build counts exactly for nobody; the page says that it is an estimate.
    const made = template.request(payload, {
      timezone: job.timezone,
      now: job.now,
      to: job.to,
      tokens: "estimate",
      strict: false,
      ...(job.previous ? { previous: job.previous } : {}),
    });
    const { body, model, digests, report } = made;
    const request = { body: body as Json, model, digests, report };
    // Notes of the target are the request's.
    const said = { ...result, ok: made.ok, warnings: made.warnings };
    return done(said, result.text, { messages: result.messages, request });
  }
}

function hold(event: EventDoc, before: Held | undefined): Held {
  try {
    const payload = Payload.fromJson(event.text);
    before?.payload.free();
    return { text: event.text, payload, error: null };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return before ? { ...before, error: message } : { text: "{}", payload: Payload.fromJson("{}"), error: message };
  }
}

const jsonOf = (event: Held): Json => (event.json ??= JSON.parse(event.text) as Json);

const partialsOf = ({ docs, doc }: Setting): Record<string, string> =>
  Object.fromEntries(docs.filter((_, i) => i !== doc).map((one) => [one.name, one.text]));

function compileOptions(setting: Setting): CompileOptions {
  const options: CompileOptions = { dialect: setting.dialect, partials: partialsOf(setting), limits: LIMITS };
  if (setting.escape) options.escape = setting.escape;
  if (setting.onError) options.onError = setting.onError;
  return options;
}

/** Applies every suggestion that stands for itself, again and again, as a mended tag may show the next mistake. */
export function translate(source: string, options: CheckOptions): { text: string; applied: number } {
  let text = source;
  let applied = 0;
  const seen = new Set([text]);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    let end = Number.POSITIVE_INFINITY;
    let next = text;
    let changes = 0;
    const fixes = check(text, options).flatMap((d) => (d.suggestion && d.partial === null ? [d.suggestion] : []));
    // From the end, so that the places before it stay right; of two that overlap one waits for the next round.
    for (const { span, replacement } of fixes.toSorted(
      (a, b) => b.span.start - a.span.start || b.span.end - a.span.end,
    )) {
      if (span.end > end) continue;
      next = next.slice(0, span.start) + replacement + next.slice(span.end);
      end = span.start;
      changes++;
    }
    if (changes === 0 || seen.has(next)) break;
    seen.add(next);
    text = next;
    applied += changes;
  }
  return { text, applied };
}
