import type { Traced } from "itl-wasm";
/** Whether a tag is broken, so that what it wrote is its own source. */
export type IsBroken = (traced: Traced, wrote: string) => boolean;
/** A piece of the output that one tag wrote. */
export interface Piece {
    from: number;
    to: number;
    /** The tag, in the template or in the partial that is named. */
    tag: {
        start: number;
        end: number;
    };
    partial: string | null;
    /** Whether the tag is broken, so that its own source stands here. */
    broken: boolean;
}
/**
 * A rendered text that knows which tag wrote what. Destinations draw it in their own form; every
 * piece keeps the tag's number in `data-piece`, so that pointer and keyboard find the way back.
 */
export declare class MappedText {
    readonly text: string;
    private readonly invisibles;
    readonly pieces: readonly Piece[];
    private readonly drawn;
    constructor(text: string, trace: readonly Traced[], isBroken: IsBroken, invisibles: boolean);
    /** The text between two offsets. */
    nodes(from?: number, to?: number): DocumentFragment;
    /** What the reader sees in place of the text between two offsets, such as `<` for `&lt;`. */
    instead(from: number, to: number, shown: string): Node;
    private firstAfter;
    private span;
    private plain;
}
