import type { MappedText } from "../mapped.js";
/**
 * Lays JSON out in lines without reading it into values, so that numbers, the order of keys and
 * the way back to the tags stay as they are. The text is known to be JSON.
 */
export declare function jsonNodes(mapped: MappedText): DocumentFragment;
/** Where JSON breaks off, in words; `null` where it is fine. */
export declare function jsonError(text: string): string | null;
