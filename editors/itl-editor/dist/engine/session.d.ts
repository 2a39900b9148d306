import { type CheckOptions } from "itl-wasm";
import type { CallName, Calls, EventsMessage } from "./protocol.js";
export declare class Session {
    private events;
    private merged;
    private templates;
    private library;
    take({ count, changed }: EventsMessage): void;
    answer<K extends CallName>(call: K, argument: Calls[K]["in"]): Calls[K]["out"];
    private event;
    /** One template; a key changes the text of one document, so that the others are compiled already. */
    private template;
    /** All events as one sample, so that a key that only one of them has is offered. */
    private sample;
    private readonly handlers;
    private print;
    private checkEvents;
    private render;
}
/** Applies every suggestion that stands for itself, again and again, as a mended tag may show the next mistake. */
export declare function translate(source: string, options: CheckOptions): {
    text: string;
    applied: number;
};
