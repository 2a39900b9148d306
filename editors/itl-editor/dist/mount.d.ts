import type { Dialect } from "itl-wasm";
import { type Destination } from "./destinations/index.js";
import { EngineClient, type EngineOptions } from "./engine/client.js";
/** What a template editor with its preview is made of. */
export interface ItlEditorOptions {
    /** Where it is put. */
    parent: HTMLElement;
    /** The engine, or how to start one. */
    engine: EngineClient | EngineOptions;
    template: string;
    /** The event as JSON text. */
    event: string;
    dialect?: Dialect;
    destination?: Destination;
    timezone?: string;
    /** The clock in Unix milliseconds; the present unless told otherwise. */
    now?: number;
    partials?: Readonly<Record<string, string>>;
    /** Called with each change of the template, and with the message that it gives. */
    onChange?: (template: string) => void;
    onMessage?: (message: string) => void;
}
/** A mounted editor. */
export interface ItlEditor {
    readonly template: string;
    readonly message: string;
    setTemplate(text: string): void;
    setEvent(json: string): void;
    setDestination(destination: Destination): void;
    destroy(): void;
}
/** Puts a template editor, its problems and the message into an element. */
export declare function createItlEditor(options: ItlEditorOptions): ItlEditor;
