import type { MappedText } from "../mapped.js";
/** Draws the Markdown that Microsoft Teams shows in a card: emphasis, code, links, lists, headings, quotes. */
export declare function markdownNodes(mapped: MappedText): DocumentFragment;
