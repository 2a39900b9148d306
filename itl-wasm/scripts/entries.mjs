// Writes the package's entries in js/, which differ in the file of WebAssembly that they load, and hold the only list of
// what they export:
//
//     node scripts/entries.mjs

import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What each entry exports besides `ItlError` and the default. */
export const EXPORTS = [
  "Payload",
  "Template",
  "check",
  "checkAnswer",
  "complete",
  "explain",
  "format",
  "fromElements",
  "functions",
  "hover",
  "init",
  "initRest",
  "initSync",
  "memoryBytes",
  "messages",
  "references",
  "render",
  "renderJson",
  "timezones",
  "toElements",
];

/** Exports whose texts js/web-texts.js adds in the entry that loads a file without them. */
const WITH_TEXTS = ["complete", "explain", "functions", "hover"];

const IN_NODE = "in Node: the engine is read from disk when it is first needed";
const IN_A_BROWSER = "in a browser: `await init()` first";
const ENTRIES = {
  "node.js": {
    about: `The package ${IN_NODE}. Its size\n// does not matter here, so it is the build with prompts.`,
    module: "itl-prompts",
    node: true,
  },
  "web.js": {
    about: `The package ${IN_A_BROWSER}. Prompts are in \`prompts-web.js\`, whose file is larger.\n// What needs the texts of functions and codes is apart, so that a bundler can leave it for later.`,
    parts: true,
  },
  "web-engine.js": { about: "The engine of `web.js`, whose answers lack texts.", module: "itl", texts: true },
  "prompts-web.js": { about: `The package with prompts, ${IN_A_BROWSER}.`, module: "itl-prompts" },
  "answers-node.js": {
    about: `The package with prompts and the check of answers, ${IN_NODE}.`,
    module: "itl-answers",
    node: true,
    answers: true,
  },
  "answers-web.js": {
    about: `The package with prompts and the check of answers, ${IN_A_BROWSER}.`,
    module: "itl-answers",
    answers: true,
  },
  "slim-node.js": { about: `The small build ${IN_NODE}.`, module: "itl-slim", node: true },
  "slim-web.js": { about: `The small build ${IN_A_BROWSER}.`, module: "itl-slim" },
};

/** The text of each entry, by its name. */
export function entries() {
  return Object.fromEntries(Object.entries(ENTRIES).map(([name, entry]) => [name, text(entry)]));
}

function text({ about, module, node = false, texts = false, answers = false, parts = false }) {
  if (parts) return textOfParts(about);
  const url = `new URL("../dist/${module}.wasm", import.meta.url)`;
  const more = answers ? ", answers: true" : "";
  const lines = [
    `// ${about}`,
    "// Made by scripts/entries.mjs.",
    "",
    'import { create } from "./core.js";',
    ...(node ? ['import { decoding } from "./decode-node.js";'] : []),
    'import { fetcher } from "./fetch.js";',
    ...(node ? ['import { fromDisk } from "./from-disk.js";'] : []),
    "",
    // A bundler leaves out what a page does not use of it.
    ...(node
      ? [
          `const file = () => ${url};`,
          `const api = create({ load: fromDisk(file), fetch: fetcher(file), decoding${more} });`,
        ]
      : [
          `const file = () => ${url};`,
          `${texts ? "export " : ""}const api = /* @__PURE__ */ create({ fetch: fetcher(file)${more} });`,
        ]),
    "",
    ...(texts ? [] : ['export { ItlError } from "./errors.js";']),
    "export const {",
    ...EXPORTS.filter((name) => !texts || !WITH_TEXTS.includes(name)).map((name) => `  ${name},`),
    "} = api;",
    ...(texts ? [] : ["export default init;"]),
  ];
  return `${lines.join("\n")}\n`;
}

function textOfParts(about) {
  const lines = [
    `// ${about}`,
    "// Made by scripts/entries.mjs.",
    "",
    'export { ItlError } from "./errors.js";',
    "export {",
    ...EXPORTS.filter((name) => !WITH_TEXTS.includes(name)).map((name) => `  ${name},`),
    "  init as default,",
    '} from "./web-engine.js";',
    `export { ${WITH_TEXTS.join(", ")} } from "./web-texts.js";`,
  ];
  return `${lines.join("\n")}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const js = join(dirname(dirname(fileURLToPath(import.meta.url))), "js");
  for (const [name, source] of Object.entries(entries())) writeFileSync(join(js, name), source);
}
