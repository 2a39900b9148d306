import type { Json } from "itl-wasm";

/** How many items of each list a merged sample keeps. */
const MAX_ITEMS = 60;

type JsonObject = { readonly [key: string]: Json };
const isObject = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** One value that has every key of all: the first one's values where several have them, lists one after the other. */
export function mergeSamples(samples: readonly Json[]): Json {
  return samples.reduce((all, sample) => merge(all, sample, 0));
}

function merge(a: Json, b: Json, depth: number): Json {
  if (depth > 60) return a;
  if (a === null || a === "") return b;
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b].slice(0, MAX_ITEMS);
  if (isObject(a) && isObject(b)) {
    const out: Record<string, Json> = { ...a };
    for (const [key, value] of Object.entries(b)) {
      const known = Object.hasOwn(a, key) ? a[key]! : undefined;
      Object.defineProperty(out, key, {
        value: known === undefined ? value : merge(known, value, depth + 1),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return out;
  }
  return a;
}
