import { h } from "../dom.js";
/**
 * Lays JSON out in lines without reading it into values, so that numbers, the order of keys and
 * the way back to the tags stay as they are. The text is known to be JSON.
 */
export function jsonNodes(mapped) {
    const { text } = mapped;
    const out = document.createDocumentFragment();
    let depth = 0;
    const line = () => out.append(`\n${"  ".repeat(depth)}`);
    const skip = (at) => {
        while (at < text.length && /\s/.test(text[at]))
            at++;
        return at;
    };
    for (let at = skip(0); at < text.length; at = skip(at)) {
        const c = text[at];
        if (c === '"') {
            let end = at + 1;
            while (end < text.length && text[end] !== '"')
                end += text[end] === "\\" ? 2 : 1;
            end = Math.min(end + 1, text.length);
            const key = text[skip(end)] === ":";
            out.append(h("span", { class: key ? "json-key" : "json-string" }, mapped.nodes(at, end)));
            at = end;
        }
        else if (c === "{" || c === "[") {
            const close = skip(at + 1);
            if (text[close] === "}" || text[close] === "]") {
                out.append(mapped.nodes(at, at + 1), mapped.nodes(close, close + 1));
                at = close + 1;
            }
            else {
                out.append(mapped.nodes(at, at + 1));
                depth++;
                line();
                at++;
            }
        }
        else if (c === "}" || c === "]") {
            depth = Math.max(0, depth - 1);
            line();
            out.append(mapped.nodes(at, at + 1));
            at++;
        }
        else if (c === ",") {
            out.append(mapped.nodes(at, at + 1));
            line();
            at++;
        }
        else if (c === ":") {
            out.append(mapped.nodes(at, at + 1), " ");
            at++;
        }
        else {
            let end = at + 1;
            while (end < text.length && !/[\s,:{}[\]"]/.test(text[end]))
                end++;
            out.append(h("span", { class: "json-atom" }, mapped.nodes(at, end)));
            at = end;
        }
    }
    return out;
}
/** Where JSON breaks off, in words; `null` where it is fine. */
export function jsonError(text) {
    try {
        JSON.parse(text);
        return null;
    }
    catch (error) {
        return error instanceof Error ? error.message : String(error);
    }
}
