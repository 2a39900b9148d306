import type { Target } from "./engine/protocol.js";
/** How a list is written. */
export interface ListShape {
    /** The list as written in the tag. */
    path: string;
    /** A key, as an argument, and the value that it has to have; no condition where empty. */
    key: string;
    value: string;
    /** At most so many items; all where `null`. */
    max: number | null;
    as: "lines" | "joined" | "count";
    /** What is printed of each item: a path seen from it, `.` for the item itself. */
    field: string;
}
/** The template text of a shape, and where the cursor goes in it. */
export declare function listShape(shape: ListShape, target?: Target): {
    text: string;
    cursor: number;
};
/** The shapes of a single value. */
export declare function valueShapes(value: unknown, target: Target): {
    label: string;
    call: string;
}[];
/** What the form offers of a list. */
export interface ListFacts {
    path: string;
    /** Keys of the items with their values, the most frequent first. */
    keys: {
        key: string;
        values: [value: string, count: number][];
    }[];
    /** What can be printed of an item. */
    fields: string[];
}
/** Looks through the items of a list. */
export declare function listFacts(path: string, items: readonly unknown[]): ListFacts;
/** The form for a list. `show` is called with each change, `done` with the choice. */
export declare function listForm(facts: ListFacts, count: number, target: Target, show: (text: string) => Promise<string>, done: (text: string, cursor: number) => void): HTMLElement;
