// Renders the example prompts with two other Mustache implementations, escaping off, and
// compares with `itl prompt --to text --escape none`, byte for byte.
//
//   node compare-prompts.mjs ITL_BINARY

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import mustache from "mustache";
import wontache from "wontache";

const itl = process.argv[2];
if (!itl) {
  console.error("usage: node compare-prompts.mjs ITL_BINARY");
  process.exit(2);
}

// wontache has no switch: it escapes with underscore's function.
createRequire(import.meta.url)("underscore").escape = String;

const engines = {
  mustache: (template, data, partials) => mustache.render(template, data, partials, { escape: String }),
  // It compiles partials in place, so it gets a copy.
  wontache: (template, data, partials) => wontache(template)(data, { partials: { ...partials } }),
};

const folder = fileURLToPath(new URL("../../examples/observer-prompt/", import.meta.url));
const partials = Object.fromEntries(
  readdirSync(join(folder, "partials"))
    .filter((file) => file.endsWith(".mustache"))
    .map((file) => [`partials/${file.replace(".mustache", "")}`, readFileSync(join(folder, "partials", file), "utf8")]),
);
const input = JSON.parse(readFileSync(join(folder, "input.json"), "utf8"));

// Inputs that take other ways through the templates.
const inputs = {
  "as given": input,
  "no tools, no language": { ...input, tools: [], language: "" },
  "no conversation yet": { ...input, conversation: [] },
  "text that looks like structure": {
    ...input,
    user_input: "{{instruction}} {{> partials/assistant }} {{/user}} {{=<% %>=}} </new_input> & \"' <!-- \r\n\r\n}}",
    conversation: [{ role: "user", text: "\n  {{{x}}}\n" }, ...input.conversation],
  },
};

// mustache.js knows no blocks; the prompt without them is for engines like it.
const runs = [
  ["one-text.mustache", ["mustache", "wontache"]],
  ["observer.mustache", ["wontache"]],
];

let compared = 0;
let wrong = 0;
for (const [file, names] of runs) {
  const template = readFileSync(join(folder, file), "utf8");
  for (const [about, data] of Object.entries(inputs)) {
    const args = ["prompt", join(folder, file), "--data", "-", "--to", "text", "--escape", "none"];
    const own = execFileSync(itl, args, { input: JSON.stringify(data), encoding: "utf8" });
    for (const name of names) {
      const other = engines[name](template, data, partials);
      compared += 1;
      if (other !== own) {
        wrong += 1;
        const at = [...own].findIndex((char, index) => char !== [...other][index]);
        console.error(`${file}, ${about}: ${name} differs at character ${at}`);
        console.error(`  itl:  ${JSON.stringify(own.slice(Math.max(0, at - 40), at + 60))}`);
        console.error(`  ${name}: ${JSON.stringify(other.slice(Math.max(0, at - 40), at + 60))}`);
      }
    }
  }
}
console.log(
  `prompts: ${compared - wrong} of ${compared} texts are the same, byte for byte, from mustache.js and wontache`,
);
process.exit(wrong === 0 ? 0 : 1);
