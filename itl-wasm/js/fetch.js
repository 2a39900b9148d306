// Gets the module where it has to be fetched.

import { wrong } from "./errors.js";

/** Returns a function that compiles its argument, by default what the URL of `standard()` holds. */
export function fetcher(standard) {
  return async (input = standard()) => {
    const given = await input;
    if (
      typeof given === "string" ||
      given instanceof URL ||
      (typeof Request !== "undefined" && given instanceof Request)
    ) {
      return response(await fetch(given));
    }
    if (typeof Response !== "undefined" && given instanceof Response) return response(given);
    if (given instanceof WebAssembly.Module) return given;
    if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) return WebAssembly.compile(given);
    throw wrong("input", "a URL, a Request, a Response, bytes or a WebAssembly.Module", given);
  };
}

async function response(given) {
  if (!given.ok) throw new Error(`${given.url}: ${given.status} ${given.statusText}`);
  const type = given.headers.get("content-type") ?? "";
  if (type.startsWith("text/html")) {
    // A development server that has moved the module elsewhere answers with its page.
    throw new Error(
      `${given.url} is a web page, not WebAssembly: the module was bundled away from its file. With Vite 6 and 7 set optimizeDeps.exclude to ["itl-wasm"]; elsewhere give init() the address of itl-wasm/itl.wasm`,
    );
  }
  // Servers that do not know the type `application/wasm` are common.
  const streams = type.startsWith("application/wasm");
  return streams && WebAssembly.compileStreaming
    ? WebAssembly.compileStreaming(given)
    : WebAssembly.compile(await given.arrayBuffer());
}
