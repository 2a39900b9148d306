/** How many items of each list a merged sample keeps. */
const MAX_ITEMS = 60;
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
/** One value that has every key of all: the first one's values where several have them, lists one after the other. */
export function mergeSamples(samples) {
    return samples.reduce((all, sample) => merge(all, sample, 0));
}
function merge(a, b, depth) {
    if (depth > 60)
        return a;
    if (a === null || a === "")
        return b;
    if (Array.isArray(a) && Array.isArray(b))
        return [...a, ...b].slice(0, MAX_ITEMS);
    if (isObject(a) && isObject(b)) {
        const out = { ...a };
        for (const [key, value] of Object.entries(b)) {
            const known = Object.hasOwn(a, key) ? a[key] : undefined;
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
