import { type Completions, type FunctionInfo, type Json, type Payload } from "itl-wasm";
import type { Assisted, Setting } from "./protocol.js";
export interface Known {
    library: readonly FunctionInfo[];
    payloads: readonly Payload[];
    /** The event that is shown. */
    current: Payload;
    /** The same as a value. */
    json: () => Json;
}
/** The call that an offset stands in. */
interface CallPlace {
    receiver: string;
    name: string;
    argument: number;
    /** Inside of quotes. */
    quoted: boolean;
    /** Arguments before, as written. */
    before: string[];
    /** Where the argument begins, counted in the text. */
    from: number;
}
export declare function assist(setting: Setting & {
    offset: number;
}, found: Completions | null, { library, payloads, current, json }: Known): Assisted | null;
/** The innermost call whose parentheses are open at the end of `typed`. */
export declare function callPlace(typed: string, base: number): CallPlace | null;
/** What `expression` prints in the sections that are open at an offset, once for each of their items. */
export declare function probeTemplate(source: string, offset: number, expression: string, setting: Setting, payloads: readonly Payload[]): string[];
export {};
