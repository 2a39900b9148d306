import type { CallName, Calls, EventDoc } from "./protocol.js";
/** Where the engine comes from; bundlers and content security policies differ in both. */
export interface EngineOptions {
    /** Starts the worker: the module `@itl/editor/worker`. */
    worker: () => Worker;
    /** The WebAssembly file: its address, or the module. */
    wasm: string | URL | Promise<WebAssembly.Module>;
}
/** Why a call has no answer. */
export declare class EngineError extends Error {
    readonly code: "stopped" | "superseded" | (string & {});
    constructor(code: "stopped" | "superseded" | (string & {}), message: string);
}
/**
 * The engine in its worker. One call runs at a time; a call that takes longer than its patience is
 * ended together with the worker, and a fresh worker takes over.
 */
export declare class EngineClient {
    private readonly options;
    /** How long a call may run. */
    patience: number;
    /** How long a call may run once a newer one of the same kind waits behind it. */
    impatience: number;
    restarts: number;
    onRestart: () => void;
    /** Compiled once; a module makes every later start a matter of a few milliseconds. */
    private readonly module;
    private channel;
    private events;
    /** The events that the worker has; `null` before it has the module. */
    private posted;
    private worker;
    private ready;
    private next;
    private readonly queue;
    private running;
    private timer;
    /**
     * A second way for answers. After a key, Chromium holds back what workers send until the next
     * frame is out, which is late by a frame; what comes through a channel it does not hold back.
     * Whichever comes first counts.
     */
    private readonly quick;
    constructor(options: EngineOptions);
    private start;
    /** Tells the engine of the events; of each only when its text has changed. */
    setEvents(events: readonly EventDoc[]): void;
    private postEvents;
    call<K extends CallName>(call: K, argument: Calls[K]["in"], key?: string | null): Promise<Calls[K]["out"]>;
    private pump;
    private receive;
    /** Ends the worker; calls that wait are left without an answer. */
    close(): void;
    private stop;
}
