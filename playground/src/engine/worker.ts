import {
  type CheckOptions,
  type CompileOptions,
  ItlError,
  type Json,
  type Limits,
  Payload,
  type RenderOptions,
  Template,
  check,
  complete,
  explain,
  format,
  functions,
  hover,
  initSync,
  messages,
  timezones,
} from "itl-wasm";
import { isGsm } from "../destinations/sms.js";
import type { CallName, Calls, Job, Reply, Request } from "./protocol.js";

/** Tighter than the engine's own: nobody reads a preview of megabytes. */
const LIMITS: Limits = { output_bytes: 2 << 20, steps: 5_000_000 };

/** The last payload that could be read, on both sides of the boundary. */
let payload: { text: string; handle: Payload; sample: Json } | null = null;
let payloadError: string | null = null;
let payloadSeen: string | null = null;

function take(text: string): void {
  if (text === payloadSeen) return;
  payloadSeen = text;
  try {
    const handle = Payload.fromJson(text);
    const sample = JSON.parse(text) as Json;
    payload?.handle.free();
    payload = { text, handle, sample };
    payloadError = null;
  } catch (error) {
    payloadError = error instanceof Error ? error.message : String(error);
    payload ??= { text: "{}", handle: Payload.fromJson("{}"), sample: {} };
  }
}

const handlers: { [K in CallName]: (argument: Calls[K]["in"]) => Calls[K]["out"] } = {
  render(job) {
    take(job.payload);
    const { handle } = payload!;
    const started = performance.now();
    const compile: CompileOptions = { dialect: job.dialect, partials: job.partials, limits: LIMITS };
    if (job.escape) compile.escape = job.escape;
    const options: RenderOptions = { timezone: job.timezone, now: job.now, trace: true };
    if (job.messages) {
      try {
        const result = messages(job.source, handle, { ...compile, ...options, to: job.to });
        return {
          result,
          refused: job.strict && !result.ok,
          whole: result.text,
          messages: result.messages,
          body: result.body ?? null,
          payloadError,
          took: performance.now() - started,
        };
      } catch (error) {
        // A build of the engine without prompts still prints the text.
        if (!(error instanceof ItlError && error.code === "unsupported")) throw error;
      }
    }
    const template = new Template(job.source, compile);
    try {
      let result = template.renderPayload(handle, options);
      const whole = result.text;
      if (job.budget) {
        const budget = job.budget === "sms-either" ? (isGsm(whole) ? "sms" : "sms-unicode") : job.budget;
        result = template.renderPayload(handle, { ...options, budget });
      }
      return {
        result,
        refused: job.strict && !result.ok,
        whole,
        messages: null,
        body: null,
        payloadError,
        took: performance.now() - started,
      };
    } finally {
      template.free();
    }
  },
  check(job) {
    take(job.payload);
    const options: CheckOptions = {
      dialect: job.dialect,
      partials: job.partials,
      timezone: job.timezone,
      sample: payload!.sample,
    };
    if (job.escape) options.escape = job.escape;
    return check(job.source, options);
  },
  complete(job) {
    take(job.payload);
    return complete(job.source, job.offset, payload!.sample, { dialect: job.dialect, partials: job.partials });
  },
  hover(job) {
    take(job.payload);
    return hover(job.source, job.offset, payload!.sample, { dialect: job.dialect, partials: job.partials });
  },
  format: (job) => format(job.source, { dialect: job.dialect, partials: job.partials }),
  explain: ({ code }) => explain(code),
  functions: () => functions(),
  timezones: () => timezones(),
};

function answer(request: Request): Reply {
  try {
    const handler = handlers[request.call] as (argument: unknown) => unknown;
    return { id: request.id, ok: true, value: handler(request.argument) };
  } catch (error) {
    const code = error instanceof ItlError ? error.code : "unknown";
    return { id: request.id, ok: false, code, message: error instanceof Error ? error.message : String(error) };
  }
}

/** Longer answers come late in any case, and need not come twice. */
const QUICK = 50_000;
const isQuick = (request: Request, reply: Reply): boolean =>
  request.call === "render" && reply.ok && (reply.value as Calls["render"]["out"]).whole.length < QUICK;

// The first message is the compiled module; calls follow.
self.onmessage = (event: MessageEvent<{ module: WebAssembly.Module; quick: string }>) => {
  initSync(event.data.module);
  const quick = typeof BroadcastChannel === "function" ? new BroadcastChannel(event.data.quick) : null;
  self.onmessage = (e: MessageEvent<Request>) => {
    const reply = answer(e.data);
    if (isQuick(e.data, reply)) quick?.postMessage(reply);
    self.postMessage(reply);
  };
  self.postMessage({ id: 0, ok: true, value: null } satisfies Reply);
};
