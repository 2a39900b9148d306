import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import { defineConfig, type Plugin } from "vite";

const here = import.meta.dirname;
const root = resolve(here, "..");

interface GalleryFile {
  name: string;
  text: string;
  partial: boolean;
}

/** Reads `examples/NAME/`: templates, partials, a payload and the options they are rendered with. */
function example(folder: string): unknown {
  const files: GalleryFile[] = [];
  let payload = "{}";
  let options: Record<string, unknown> = {};
  let dialect = "itl";
  let about = "";
  const walk = (at: string): void => {
    for (const entry of readdirSync(at).sort()) {
      const path = join(at, entry);
      if (statSync(path).isDirectory()) {
        walk(path);
        continue;
      }
      const inside = relative(folder, path).split(sep).join("/");
      const text = readFileSync(path, "utf8");
      if (/\.(itl|mustache)$/.test(entry)) {
        if (entry.endsWith(".mustache")) dialect = "mustache";
        const partial = inside.startsWith("partials/");
        files.push({ name: inside.replace(/\.(itl|mustache)$/, ""), text, partial });
      } else if (entry === "payload.json" || entry === "input.json") payload = text;
      else if (entry === "options.json") options = JSON.parse(text);
      else if (entry === "README.md") about = text.split("\n").filter((line) => line && !line.startsWith("#"))[0] ?? "";
    }
  };
  walk(folder);
  const order = ["summary", "details", "key"];
  const rank = (file: GalleryFile): number => (file.partial ? 100 : order.includes(file.name) ? order.indexOf(file.name) : 50);
  files.sort((a, b) => rank(a) - rank(b));
  return { id: basename(folder), files, payload, options, dialect, about };
}

function gallery(): Plugin {
  const folder = join(root, "examples");
  const recipes = join(root, "docs", "cookbook", "recipes.json");
  return {
    name: "gallery",
    resolveId: (id) => (id.startsWith("virtual:gallery") ? `\0${id}` : null),
    load(id) {
      if (id === "\0virtual:gallery") {
        const names = readdirSync(folder).filter((name) => statSync(join(folder, name)).isDirectory());
        const examples = names.map((name) => example(join(folder, name))).filter((e) => (e as { files: unknown[] }).files.length > 0);
        for (const name of names) for (const file of readdirSync(join(folder, name))) this.addWatchFile(join(folder, name, file));
        this.addWatchFile(recipes);
        return `export const examples = ${JSON.stringify(examples)};\nexport const recipes = ${JSON.stringify(JSON.parse(readFileSync(recipes, "utf8")))};`;
      }
      if (id === "\0virtual:gallery-first") return `export default ${JSON.stringify(example(join(folder, "alertmanager")))};`;
      return null;
    },
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
    transformIndexHtml: { order: "pre", handler: (html) => html.replace("<!-- policy -->", `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`) },
  };
}

/** Writes `sw.js`, which keeps the files of this very build for the time without a network. */
function offline(): Plugin {
  return {
    name: "offline",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const files = Object.keys(bundle).filter((file) => !file.endsWith(".map")).sort();
        const hash = createHash("sha256");
        for (const file of files) {
          const item = bundle[file]!;
          hash.update(file).update(item.type === "chunk" ? item.code : item.source);
        }
        const source = readFileSync(join(here, "src", "sw.js"), "utf8")
          .replace('"%VERSION%"', JSON.stringify(hash.digest("hex").slice(0, 16)))
          .replace('"%FILES%"', JSON.stringify(["./", "icon.svg", ...files.filter((file) => file !== "index.html")]));
        this.emitFile({ type: "asset", fileName: "sw.js", source });
      },
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [gallery(), policy(), offline()],
  resolve: {
    alias: { "codemirror-lang-itl": join(root, "codemirror-lang-itl", "src", "index.ts") },
    dedupe: ["@codemirror/autocomplete", "@codemirror/language", "@codemirror/lint", "@codemirror/state", "@codemirror/view", "@lezer/common", "@lezer/highlight"],
  },
  worker: { format: "es" },
  build: { target: "es2022", modulePreload: { polyfill: false }, assetsInlineLimit: 0, chunkSizeWarningLimit: 900 },
  server: { fs: { allow: [root] } },
});
