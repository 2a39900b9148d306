import type { Dialect, Provider } from "itl-wasm";
import { type Destination } from "./destinations/index.js";
import type { Rendered } from "./engine/protocol.js";
import { type IsBroken, type Piece } from "./mapped.js";
/** What the preview tells the page. */
export interface PreviewEvents {
    onDestination: (id: Destination) => void;
    /** The pointer (or the keys) is at a piece; `null` when it leaves. */
    onPoint: (piece: Piece | null) => void;
    /** The arrow keys have come to a piece. */
    onStep: (piece: Piece) => void;
    /** A piece was chosen. */
    onChoose: (piece: Piece) => void;
}
/** The elements of a preview; a host that lays them out itself gives its own. */
export interface PreviewParts {
    canvas: HTMLElement;
    /** Buttons of the destinations, and the same as a list for narrow pages. */
    bar: HTMLElement;
    select: HTMLSelectElement;
    hint: HTMLElement;
    shown: HTMLButtonElement;
    sent: HTMLButtonElement;
}
/** The message panel: the render in the form of its destination, and the way back to the tags. */
export declare class Preview {
    private readonly events;
    private readonly canvas;
    private readonly bar;
    private readonly select;
    private readonly parts;
    private rendered;
    private mapped;
    private isBroken;
    private destination;
    private sent;
    private invisibles;
    private title;
    /** In whose shape the messages are shown. */
    provider: Provider;
    private current;
    private pointed;
    /** `at` is the parent that new elements are put into, or the elements themselves. */
    constructor(at: HTMLElement | PreviewParts, events: PreviewEvents);
    /** The text that is sent. */
    get text(): string;
    get pieces(): readonly Piece[];
    setDestination(id: Destination, dialect: Dialect): void;
    setInvisibles(on: boolean): void;
    show(rendered: Rendered, title: string, isBroken: IsBroken): void;
    /** Says something in place of a message. */
    say(text: string): void;
    private view;
    private draw;
    private elements;
    private point;
    /** Lights up what the tags at an offset of the template wrote. */
    light(match: ((piece: Piece) => boolean) | null, scroll?: boolean): void;
    private key;
    private step;
}
