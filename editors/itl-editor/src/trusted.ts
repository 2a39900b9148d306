/** The two places where text becomes something the browser runs or draws, named for Trusted Types. */
interface Policy {
  createHTML(text: string): string;
  createScriptURL(url: string): string;
}
interface Factory {
  createPolicy(name: string, rules: Policy): Policy;
}

const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
const rules: Policy = {
  createHTML: (text) => text,
  createScriptURL(url) {
    if (new URL(url, document.baseURI).origin !== location.origin) throw new TypeError("a worker of another origin");
    return url;
  },
};
/** A page that allows no policy of this name draws the e-mail's frame and starts the worker by its own means. */
function makePolicy(): Policy {
  try {
    return factory?.createPolicy("itl", rules) ?? rules;
  } catch {
    return rules;
  }
}
const policy = makePolicy();

/** A worker's address; only of this very origin. */
export const scriptUrl = (url: URL): string => policy.createScriptURL(url.href);

/** A document for the sandboxed frame of the e-mail preview, which runs no scripts and loads nothing. */
export const frameHtml = (text: string): string => policy.createHTML(text);
