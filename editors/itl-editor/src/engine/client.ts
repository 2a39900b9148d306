import {
  type CallName,
  type Calls,
  type EventDoc,
  type EventsMessage,
  NEED_WORDS,
  READY,
  type Reply,
  type Request,
  type ToWorker,
  WORDS,
} from "./protocol.js";

/** Where the engine comes from; bundlers and content security policies differ in both. */
export interface EngineOptions {
  /** Starts the worker: the module `@itl/editor/worker`. */
  worker: () => Worker;
  /** The WebAssembly file: its address, or the module. */
  wasm: string | URL | Promise<WebAssembly.Module>;
  /**
   * What completes the file, where that is `itl-wasm/itl-first.wasm`: `itl-wasm/itl-rest.wasm`. It is loaded when a page
   * asks for it (`loadWords`) or makes a call that needs it.
   */
  rest?: string | URL | Promise<WebAssembly.Module>;
  /**
   * The file with prompts (`itl-wasm/itl-prompts.wasm`), loaded in place of the other when messages are first wanted.
   * Without it a prompt is refused unless `wasm` holds prompts.
   */
  prompts?: string | URL | Promise<WebAssembly.Module>;
}

/** Why a call has no answer. */
export class EngineError extends Error {
  constructor(
    readonly code: "stopped" | "superseded" | (string & {}),
    message: string,
  ) {
    super(message);
  }
}

async function compile(wasm: EngineOptions["wasm"]): Promise<WebAssembly.Module> {
  if (wasm instanceof Promise) return wasm;
  const response = await fetch(wasm);
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
  /** How long a call may run once a newer one of the same kind is waiting. */
  impatience = 400;
  restarts = 0;
  onRestart: () => void = () => {};

  /** Compiled once; a module makes every later start a matter of a few milliseconds. */
  private module: Promise<WebAssembly.Module>;
  /** The loading of the file with prompts, once it has begun. */
  private prompts: Promise<void> | null = null;
  /** The loading of what helps in writing, once it has begun, and what its end is told to. */
  private words: Promise<void> | null = null;
  private endWords: (failed: EngineError | null) => void = () => {};
  private rest: WebAssembly.Module | undefined;
  /** What each worker is told then. */
  private wanted: ToWorker | null = null;
  private channel: BroadcastChannel | null = null;
  private events: readonly EventDoc[] = [];
  /** The events that the worker has; `null` before it has the module. */
  private posted: readonly EventDoc[] | null = null;
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

  constructor(private readonly options: EngineOptions) {
    this.module = compile(options.wasm);
    if (typeof BroadcastChannel === "function") {
      this.channel = new BroadcastChannel(this.quick);
      this.channel.onmessage = (event: MessageEvent<Reply>) => this.receive(event.data);
    }
    this.start();
  }

  private start(): void {
    const worker = this.options.worker();
    this.worker = worker;
    this.ready = false;
    this.posted = null;
    worker.onmessage = (event: MessageEvent<Reply>) => this.receive(event.data);
    if (this.wanted) worker.postMessage(this.wanted);
    worker.onerror = (event) => {
      event.preventDefault();
      this.stop("failed", event.message || "the engine could not be started");
    };
    this.module.then(
      (module) => {
        worker.postMessage({ module, quick: this.quick } satisfies ToWorker);
        this.posted = [];
        this.postEvents(worker);
      },
      (error: unknown) => this.stop("failed", `the engine could not be loaded: ${String(error)}`),
    );
  }

  /** Sends the events to the engine, each only when its text has changed. */
  setEvents(events: readonly EventDoc[]): void {
    this.events = events;
    if (this.worker) this.postEvents(this.worker);
  }

  private postEvents(worker: Worker): void {
    const { events, posted } = this;
    // A worker that has not begun gets them all when it does.
    if (posted === null || posted === events) return;
    this.posted = events;
    const changed = events.flatMap((event, i) => (posted[i]?.text === event.text ? [] : [[i, event] as const]));
    if (changed.length === 0 && posted.length === events.length) return;
    const message: EventsMessage = { count: events.length, changed };
    worker.postMessage({ events: message } satisfies ToWorker);
  }

  async call<K extends CallName>(
    call: K,
    argument: Calls[K]["in"],
    key: string | null = null,
  ): Promise<Calls[K]["out"]> {
    // The time that a network takes is not the call's.
    if (NEED_WORDS.has(call)) await this.loadWords();
    if (call === "render" && (argument as Calls["render"]["in"]).messages) await this.loadPrompts();
    return this.enqueue(call, argument, key);
  }

  /** Has the worker load what completion, hover, help and the check need. */
  loadWords(): Promise<void> {
    this.words ??= this.fetchWords().catch((error: unknown) => {
      // The next call tries again.
      this.words = this.wanted = null;
      throw error instanceof EngineError ? error : new EngineError("failed", String(error));
    });
    return this.words;
  }

  private async fetchWords(): Promise<void> {
    const { rest } = this.options;
    // The file with prompts is whole.
    if (rest !== undefined && !this.prompts) this.rest = await compile(rest);
    const done = new Promise<void>((resolve, reject) => {
      this.endWords = (failed) => (failed ? reject(failed) : resolve());
    });
    this.wanted = { words: true, rest: this.rest };
    if (this.worker) this.worker.postMessage(this.wanted);
    else this.start();
    return done;
  }

  /** Goes on with the engine that holds prompts; where it cannot be loaded, the next prompt tries again. */
  private async loadPrompts(): Promise<void> {
    const { prompts } = this.options;
    if (prompts === undefined) return;
    this.prompts ??= this.replace(compile(prompts));
    try {
      await this.prompts;
    } catch (error) {
      this.prompts = null;
      throw new EngineError("failed", `the engine for prompts could not be loaded: ${String(error)}`);
    }
  }

  /** A worker with another module takes over; the call that runs is run again there. */
  private async replace(module: Promise<WebAssembly.Module>): Promise<void> {
    await module;
    this.module = module;
    clearTimeout(this.timer);
    this.worker?.terminate();
    if (this.running) this.queue.unshift(this.running);
    this.running = null;
    this.start();
  }

  private enqueue<K extends CallName>(call: K, argument: Calls[K]["in"], key: string | null): Promise<Calls[K]["out"]> {
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
    if (reply.id === READY) {
      this.ready = true;
      this.pump();
      return;
    }
    if (reply.id === WORDS) return this.endWords(reply.ok ? null : new EngineError("failed", reply.message));
    const { running } = this;
    if (!running || running.request.id !== reply.id) return;
    this.running = null;
    clearTimeout(this.timer);
    this.pump();
    if (reply.ok) running.resolve(reply.value as never);
    else running.reject(new EngineError(reply.code, reply.message));
  }

  /** Ends the worker; calls that wait are left without an answer. */
  close(): void {
    clearTimeout(this.timer);
    this.worker?.terminate();
    this.worker = null;
    this.channel?.close();
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
