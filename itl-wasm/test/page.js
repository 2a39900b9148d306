// Runs in the page of chromium.test.mjs.

import * as prompts from "../js/prompts-web.js";
import * as itl from "../js/web.js";
import { compare } from "./compare.js";
import { pairs } from "./pairs.js";

const errors = [];
const code = (call) => {
  try {
    call();
  } catch (error) {
    errors.push(error.code);
  }
};
code(() => itl.render(""));
try {
  await itl.init(5);
} catch (error) {
  errors.push(error.code);
}
await itl.init();
await prompts.init();
const template = new itl.Template("{{$user}}x{{/user}}", { dialect: "mustache" });
code(() => itl.messages("x"));
code(() => template.messages({}));
code(() => template.request({}, { to: "openai" }));
const lines = await (await fetch("/lines.json")).text();
const found = compare(itl, lines, { messages: false });
const asked = compare(
  prompts,
  lines
    .split("\n")
    .filter((line) => line.includes('"messages":') || line.includes('"from":"requests"'))
    .join("\n"),
);
const apart = pairs(itl, await (await fetch("/equivalence.json")).json());
globalThis.done = { apart, counts: found.counts, asked: asked.counts, wrong: [...found.wrong, ...asked.wrong], errors };
