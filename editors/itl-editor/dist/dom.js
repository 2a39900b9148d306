/** Makes an element; texts stay texts. Keys with `on` are listeners, the rest properties or attributes. */
export function h(tag, props = {}, ...children) {
    const el = document.createElement(tag);
    for (const [key, value] of Object.entries(props)) {
        if (value === undefined || value === null || value === false)
            continue;
        if (key.startsWith("on") && typeof value === "function")
            el.addEventListener(key.slice(2), value);
        else if (key === "class")
            el.className = String(value);
        else if (key in el && !key.startsWith("aria") && key !== "role" && key !== "list")
            el[key] = value;
        else
            el.setAttribute(key, value === true ? "" : String(value));
    }
    el.append(...children.filter((c) => c !== null && c !== undefined && c !== false));
    return el;
}
/** Runs `fn` once things have been quiet for `ms`. */
export function debounce(ms, fn) {
    let timer;
    const call = () => {
        clearTimeout(timer);
        timer = setTimeout(() => {
            timer = undefined;
            fn();
        }, ms);
    };
    call.flush = () => {
        if (timer === undefined)
            return;
        clearTimeout(timer);
        timer = undefined;
        fn();
    };
    return call;
}
