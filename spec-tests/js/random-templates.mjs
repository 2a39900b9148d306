// Writes random templates with the text that wontache prints, as cases of the corpus:
//
//   node random-templates.mjs 200 > ../cases/mustache/beside-wontache.json
//
// The same number gives the same templates. Left out are blocks, whose indentation the
// specification leaves open, and a template that ends in spaces after a tag, which wontache
// does not see as the end of a line.

import { createRequire } from "node:module";
import wontache from "wontache";

createRequire(import.meta.url)("underscore").escape = (value) => (value == null ? "" : String(value));

let state = 20_260_314;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}
const pick = (list) => list[Math.floor(random() * list.length)];

const texts = ["a", "b ", "  ", "\n", "\n\n", " x\n", "\t", "  y", "z\r\n"];
const tags = [
  "{{v}}",
  "{{o.k}}",
  "{{{v}}}",
  "{{&m}}",
  "{{missing}}",
  "{{! c }}",
  "{{!c\nd}}",
  "{{=<% %>=}}<%v%><%={{ }}=%>",
];
const calls = ["{{>p}}", "{{> q}}", "  {{>p}}\n", "\t{{>q}}", "{{>none}}", "{{>*n}}\n"];

function piece(depth, partials) {
  const which = random();
  if (which < 0.35) return pick(texts);
  if (which < 0.55) return pick(tags);
  if (which < 0.65 && partials) return pick(calls);
  if (depth > 2) return "t";
  const name = pick(["v", "l", "o", "f", "e"]);
  return `{{${pick(["#", "^"])}${name}}}${pieces(depth + 1, partials)}{{/${name}}}`;
}

function pieces(depth, partials) {
  return Array.from({ length: 1 + Math.floor(random() * 3) }, () => piece(depth, partials)).join("");
}

function whole(partials) {
  const text = pieces(0, partials);
  return /[ \t]$/.test(text) ? `${text}.` : text;
}

const data = { v: "V", m: "1\n2", n: "q", o: { k: "K" }, l: [1, 2], f: false, e: [] };
const cases = Array.from({ length: Number(process.argv[2] ?? 100) }, (_, index) => {
  const partials = { p: whole(false), q: whole(false) };
  const template = whole(true);
  return {
    name: `random template ${index + 1}`,
    rule: "Mustache 1.4, as wontache 0.2.0 reads it",
    dialect: "mustache",
    template,
    data,
    partials,
    options: { escape: "none" },
    expected: wontache(template)(data, { partials: { ...partials } }),
  };
});
const lines = cases.map((one) => `  ${JSON.stringify(one)}`);
process.stdout.write(
  `{\n "about": "Random templates with the text that wontache prints; written by spec-tests/js/random-templates.mjs",\n "cases": [\n${lines.join(",\n")}\n ]\n}\n`,
);
