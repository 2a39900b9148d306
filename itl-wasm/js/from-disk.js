// Reads the engine from disk.

import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { ItlError } from "./errors.js";

/** Returns a function that reads the file that `file()` names; where it is missing, the error says how to build it. */
export const fromDisk = (file) => () => {
  const url = file();
  if (url.protocol !== "file:" || existsSync(fileURLToPath(url))) return readFileSync(url);
  throw new ItlError(
    "not-initialized",
    `${fileURLToPath(url)} is missing. In a clone of the repository run itl-wasm/build; in a bundle for Node give initSync() the bytes of itl-wasm/${basename(fileURLToPath(url))}`,
  );
};
