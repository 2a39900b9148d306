import type { Json } from "itl-wasm";
/** One value that has every key of all: the first one's values where several have them, lists one after the other. */
export declare function mergeSamples(samples: readonly Json[]): Json;
