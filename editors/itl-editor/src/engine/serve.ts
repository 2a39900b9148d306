// The worker's side of the protocol. The first message is the compiled module; events and calls follow.
import { ItlError, initRest, initSync } from "itl-wasm";
import { type Calls, NEED_WORDS, READY, type Reply, type Request, type ToWorker, WORDS } from "./protocol.js";
import { Session } from "./session.js";
import type { Words } from "./words.js";

/** Longer answers come late in any case, and need not come twice. */
const QUICK = 50_000;
const isQuick = (request: Request, reply: Reply): boolean =>
  request.call === "render" && reply.ok && (reply.value as Calls["render"]["out"]).whole.length < QUICK;

const refusal = (id: number, error: unknown): Reply => ({
  id,
  ok: false,
  code: error instanceof ItlError ? error.code : "unknown",
  message: error instanceof Error ? error.message : String(error),
});

/** Answers the calls of an `EngineClient`, in a worker. `load` gets what not every message needs. */
export function serve(load: () => Promise<Words>): void {
  const session = new Session();
  let quick: BroadcastChannel | null = null;
  let loading: Promise<void> | null = null;

  function loadWords(): Promise<void> {
    loading ??= load().then(
      (words) => void (session.words = words),
      (error) => {
        // Another call tries again.
        loading = null;
        throw error;
      },
    );
    return loading;
  }

  function answer(request: Request): void {
    let reply: Reply;
    try {
      reply = { id: request.id, ok: true, value: session.answer(request.call, request.argument as never) };
    } catch (error) {
      reply = refusal(request.id, error);
    }
    if (isQuick(request, reply)) quick?.postMessage(reply);
    self.postMessage(reply);
  }

  self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    if ("module" in data) {
      initSync(data.module);
      quick = typeof BroadcastChannel === "function" ? new BroadcastChannel(data.quick) : null;
      self.postMessage({ id: READY, ok: true, value: null } satisfies Reply);
    } else if ("events" in data) {
      session.take(data.events);
    } else if ("words" in data) {
      if (data.rest) initRest(data.rest);
      loadWords().then(
        () => self.postMessage({ id: WORDS, ok: true, value: null } satisfies Reply),
        (error) => self.postMessage(refusal(WORDS, error)),
      );
    } else if (NEED_WORDS.has(data.call) && !session.words) {
      loadWords().then(
        () => answer(data),
        (error) => self.postMessage(refusal(data.id, error)),
      );
    } else answer(data);
  };
}
