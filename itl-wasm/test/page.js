// Runs in the page of chromium.test.mjs.

import * as itl from "../js/web.js";
import { compare } from "./compare.js";

const errors = [];
try {
  itl.render("");
} catch (error) {
  errors.push(error.code);
}
try {
  await itl.init(5);
} catch (error) {
  errors.push(error.code);
}
await itl.init();
const lines = await (await fetch("/lines.json")).text();
globalThis.done = { ...compare(itl, lines), errors };
