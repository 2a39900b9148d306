import type { Target } from "./engine/protocol.js";
/** A step of a path: a key, or every item of an array. */
export type Step = {
    key: string;
} | {
    each: true;
};
/** A place in the payload. */
export interface Place {
    steps: Step[];
    name: string;
    value: unknown;
    depth: number;
    children: number;
}
/** Keys as a path: `labels.host`, `labels["app.kubernetes.io/name"]`. */
export declare function pathText(keys: readonly string[]): string;
/**
 * What to write for a place: the tag, with a loop around it for each array on the way that is not
 * looped over at the cursor already (`open` names the open sections, outermost first).
 */
export declare function tagFor(steps: readonly Step[], open: readonly string[], isArray: boolean): {
    text: string;
    cursor: number;
};
/** All places of a payload, in its order. Of a list the keys of all items are gathered. */
export declare function places(payload: unknown, most?: number): Place[];
/** What the tree needs of its host. */
export interface InsertOptions {
    /** The event as a value. */
    payload: unknown;
    /** The sections that are open at the cursor, outermost first. */
    open: readonly string[];
    target?: Target;
    /** Writes a text at the cursor, and puts the cursor into it. */
    choose: (text: string, cursor: number) => void;
    /** What a piece of template prints at the cursor. */
    print?: (text: string) => Promise<string>;
    close: () => void;
}
/** The event as a tree with search, from which values and lists are put into the template. */
export declare function insertTree(parent: HTMLElement, options: InsertOptions): void;
