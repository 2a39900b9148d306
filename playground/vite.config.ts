import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { defineConfig, type Plugin } from "vite";
import { readExample, readExamples, readRecipes } from "./gallery-data.ts";

const here = import.meta.dirname;
const root = resolve(here, "..");

/** The example that the page opens with is part of it; all others are fetched later. */
const FIRST = "alertmanager";

function gallery(): Plugin {
  const folder = join(root, "examples");
  const recipes = join(root, "docs", "cookbook", "recipes.json");
  return {
    name: "gallery",
    resolveId: (id) => (id.startsWith("virtual:gallery") ? `\0${id}` : null),
    load(id) {
      if (id === "\0virtual:gallery") {
        this.addWatchFile(recipes);
        return `export const examples = ${JSON.stringify(readExamples(folder, FIRST))};\nexport const recipes = ${JSON.stringify(readRecipes(recipes))};`;
      }
      if (id === "\0virtual:gallery-first")
        return `export default ${JSON.stringify(readExample(join(folder, FIRST)))};`;
      return null;
    },
  };
}

/** A file of the engine's package, by its exports. The packages lie side by side and need no linking. */
function engine(entry: string): string {
  const folder = join(root, "itl-wasm");
  const { exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  let found = exports[entry];
  while (typeof found === "object") found = found.browser ?? found.default;
  return join(folder, found);
}

/** The engine's own address is that of its first part; the page gives it no other. */
function firstPart(): Plugin {
  return {
    name: "first-part",
    transform: (code, id) =>
      id.endsWith("/itl-wasm/js/web-engine.js") ? code.replace("/dist/itl.wasm", "/dist/itl-first.wasm") : null,
  };
}

/** The policy of the page. Styles may be inline for the letter in the e-mail frame, which inherits it. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "frame-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types itl",
].join("; ");

function policy(): Plugin {
  return {
    name: "policy",
    apply: "build",
    transformIndexHtml: {
      order: "pre",
      handler: (html) =>
        html.replace("<!-- policy -->", `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`),
    },
  };
}

/** The engines that not every visit needs, and the page's part that is of use with one of them alone. */
const isLater = (file: string): boolean => file.includes("itl-prompts") || file.includes("answers");

/** Writes `sw.js`, which keeps the files of this very build for the time without a network. */
function offline(): Plugin {
  return {
    name: "offline",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const files = Object.keys(bundle)
          .filter((file) => !file.endsWith(".map"))
          .sort();
        const hash = createHash("sha256");
        for (const file of files) {
          const item = bundle[file]!;
          hash.update(file).update(item.type === "chunk" ? item.code : item.source);
        }
        const source = readFileSync(join(here, "src", "sw.js"), "utf8")
          .replace('"%VERSION%"', JSON.stringify(hash.digest("hex").slice(0, 16)))
          .replace(
            '"%FILES%"',
            JSON.stringify(["./", "icon.svg", ...files.filter((file) => file !== "index.html" && !isLater(file))]),
          )
          .replace('"%LATER%"', JSON.stringify(files.filter(isLater)));
        this.emitFile({ type: "asset", fileName: "sw.js", source });
      },
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [gallery(), policy(), firstPart(), offline()],
  resolve: {
    alias: [
      {
        find: /^@itl\/editor\/worker\/(serve|words)$/,
        replacement: join(root, "editors", "itl-editor", "src", "engine", "$1.ts"),
      },
      { find: /^@itl\/editor\/insert$/, replacement: join(root, "editors", "itl-editor", "src", "insert.ts") },
      { find: /^@itl\/editor$/, replacement: join(root, "editors", "itl-editor", "src", "index.ts") },
      {
        find: /^codemirror-lang-itl\/scan$/,
        replacement: join(root, "editors", "codemirror-lang-itl", "src", "scan.ts"),
      },
      { find: /^codemirror-lang-itl$/, replacement: join(root, "editors", "codemirror-lang-itl", "src", "index.ts") },
      { find: /^itl-wasm$/, replacement: engine(".") },
      { find: /^itl-wasm\/answers$/, replacement: engine("./answers") },
      { find: /^itl-wasm\/itl-first\.wasm/, replacement: engine("./itl-first.wasm") },
      { find: /^itl-wasm\/itl-rest\.wasm/, replacement: engine("./itl-rest.wasm") },
      { find: /^itl-wasm\/itl-prompts\.wasm/, replacement: engine("./itl-prompts.wasm") },
    ],
    dedupe: [
      "@codemirror/autocomplete",
      "@codemirror/commands",
      "@codemirror/search",
      "@codemirror/language",
      "@codemirror/lint",
      "@codemirror/state",
      "@codemirror/view",
      "@lezer/common",
      "@lezer/highlight",
    ],
  },
  worker: { format: "es", plugins: () => [firstPart()] },
  build: { target: "es2022", modulePreload: { polyfill: false }, assetsInlineLimit: 0, chunkSizeWarningLimit: 900 },
  server: { fs: { allow: [root] } },
});
