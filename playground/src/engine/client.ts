import wasmUrl from "itl-wasm/itl.wasm?url";
import { scriptUrl } from "../trusted.js";
import workerUrl from "./worker.ts?worker&url";
import type { CallName, Calls, Reply, Request } from "./protocol.js";

/** Why a call has no answer. */
export class EngineError extends Error {
  constructor(
    readonly code: "stopped" | "superseded" | (string & {}),
    message: string,
  ) {
    super(message);
  }
}

async function compile(): Promise<WebAssembly.Module> {
  const response = await fetch(wasmUrl);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  // A server that does not know the type of .wasm files must not keep the page from working.
  return response.headers.get("content-type")?.startsWith("application/wasm")
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

interface Waiting {
  request: Request;
  resolve: (value: never) => void;
  reject: (error: EngineError) => void;
  /** A newer call with the same key makes an older one that has not begun pointless. */
  key: string | null;
}

/**
 * The engine in its worker. One call runs at a time; a call that takes longer than its patience is
 * ended together with the worker, and a fresh worker takes over.
 */
export class EngineClient {
  /** How long a call may run. */
  patience = 2_000;
  /** How long a call may run once a newer one of the same kind waits behind it. */
  impatience = 400;
  restarts = 0;
  onRestart: () => void = () => {};

  /** Compiled once; a module makes every later start a matter of a few milliseconds. */
  private readonly module: Promise<WebAssembly.Module> = compile();
  private worker: Worker | null = null;
  private ready = false;
  private next = 1;
  private readonly queue: Waiting[] = [];
  private running: (Waiting & { started: number }) | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /**
   * A second way for answers. After a key, Chromium holds back what workers send until the next
   * frame is out, which is late by a frame; what comes through a channel it does not hold back.
   * Whichever comes first counts.
   */
  private readonly quick = `itl-${crypto.getRandomValues(new Uint32Array(4)).join("-")}`;

  constructor() {
    if (typeof BroadcastChannel === "function")
      new BroadcastChannel(this.quick).onmessage = (event: MessageEvent<Reply>) => this.receive(event.data);
    this.start();
  }

  private start(): void {
    const worker = new Worker(scriptUrl(new URL(workerUrl, import.meta.url)), { type: "module", name: "itl" });
    this.worker = worker;
    this.ready = false;
    worker.onmessage = (event: MessageEvent<Reply>) => this.receive(event.data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.stop("failed", event.message || "the engine could not be started");
    };
    this.module.then(
      (module) => worker.postMessage({ module, quick: this.quick }),
      (error: unknown) => this.stop("failed", `the engine could not be loaded: ${String(error)}`),
    );
  }

  call<K extends CallName>(call: K, argument: Calls[K]["in"], key: string | null = null): Promise<Calls[K]["out"]> {
    return new Promise((resolve, reject) => {
      if (key !== null) {
        for (let i = this.queue.length - 1; i >= 0; i--) {
          if (this.queue[i]!.key === key)
            this.queue.splice(i, 1)[0]!.reject(new EngineError("superseded", "a newer call took over"));
        }
      }
      if (!this.worker) this.start();
      this.queue.push({
        request: { id: this.next++, call, argument },
        resolve: resolve as (value: never) => void,
        reject,
        key,
      });
      this.pump();
    });
  }

  private pump(): void {
    if (!this.ready || !this.worker) return;
    if (!this.running) {
      const next = this.queue.shift();
      if (!next) return;
      this.running = { ...next, started: performance.now() };
      this.worker.postMessage(next.request);
    }
    const { started, key } = this.running;
    const hurried = key !== null && this.queue.some((waiting) => waiting.key === key);
    clearTimeout(this.timer);
    const left = started + (hurried ? Math.min(this.impatience, this.patience) : this.patience) - performance.now();
    this.timer = setTimeout(
      () => this.stop(hurried ? "superseded" : "stopped", `it ran for more than ${this.patience} ms`),
      Math.max(0, left),
    );
  }

  private receive(reply: Reply): void {
    if (reply.id === 0) {
      this.ready = true;
      this.pump();
      return;
    }
    const { running } = this;
    if (!running || running.request.id !== reply.id) return;
    this.running = null;
    clearTimeout(this.timer);
    this.pump();
    if (reply.ok) running.resolve(reply.value as never);
    else running.reject(new EngineError(reply.code, reply.message));
  }

  private stop(code: string, message: string): void {
    clearTimeout(this.timer);
    this.worker?.terminate();
    this.worker = null;
    const { running } = this;
    this.running = null;
    // A worker that dies before its first call would die again; the next call tries once more.
    if (code === "failed" && !running) {
      for (const waiting of this.queue.splice(0)) waiting.reject(new EngineError(code, message));
      return;
    }
    this.restarts++;
    this.start();
    this.onRestart();
    running?.reject(new EngineError(code, message));
  }
}
