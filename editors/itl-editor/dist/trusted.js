const factory = globalThis.trustedTypes;
const rules = {
    createHTML: (text) => text,
    createScriptURL(url) {
        if (new URL(url, document.baseURI).origin !== location.origin)
            throw new TypeError("a worker of another origin");
        return url;
    },
};
/** A page that allows no policy of this name draws the e-mail's frame and starts the worker by its own means. */
function makePolicy() {
    try {
        return factory?.createPolicy("itl", rules) ?? rules;
    }
    catch {
        return rules;
    }
}
const policy = makePolicy();
/** A worker's address; only of this very origin. */
export const scriptUrl = (url) => policy.createScriptURL(url.href);
/** A document for the sandboxed frame of the e-mail preview, which runs no scripts and loads nothing. */
export const frameHtml = (text) => policy.createHTML(text);
