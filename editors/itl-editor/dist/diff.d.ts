/** A stretch that both texts have, or that only one has. */
export interface Change {
    kind: "same" | "added" | "removed";
    text: string;
}
/** The difference of two texts in words, by the shortest edit script. */
export declare function diff(before: string, after: string): Change[];
/** The difference as a text with what is gone and what is new. */
export declare function diffNodes(before: string, after: string): HTMLElement;
/** How much changed, in words: `+12 −3`. */
export declare function diffCount(before: string, after: string): string;
