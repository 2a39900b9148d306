// Speed against JavaScript's template engines, in Node and in one page of Chromium:
//
//     npm run bench            or: node bench/bench.mjs [node] [chromium] [--rounds N]

import { createRequire } from "node:module";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { browse } from "../test/browser.mjs";
import { here } from "../test/packed.mjs";
import { measure, table } from "./measure.js";

const require = createRequire(import.meta.url);
const args = process.argv.slice(2);
const rounds = args.includes("--rounds") ? Number(args[args.indexOf("--rounds") + 1]) : 300;
const wanted = (name) => !(args.includes("node") || args.includes("chromium")) || args.includes(name);

if (wanted("node")) {
  const start = performance.now();
  const itl = await import("itl-wasm");
  itl.initSync();
  itl.render("");
  const init = performance.now() - start;
  const engines = {
    itl,
    Mustache: require("mustache"),
    Handlebars: require("handlebars"),
    nunjucks: require("nunjucks"),
    Liquid: require("liquidjs").Liquid,
    Minijinja: require("minijinja-js").Environment,
  };
  console.log(table(`Node ${process.versions.node}`, measure(engines, rounds)));
  console.log(`\nLoading and starting itl-wasm in Node: ${init.toFixed(1)} ms\n`);
}

if (wanted("chromium")) {
  const { build } = await import("vite");
  const out = mkdtempSync(join(tmpdir(), "itl-wasm-bench-"));
  try {
    await build({
      root: join(here, "bench/page"),
      logLevel: "error",
      build: { outDir: out, emptyOutDir: true, target: "es2022" },
      resolve: { alias: { "itl-wasm": join(here, "js/web.js") } },
    });
    const found = await browse(
      { "/": out },
      async (page, address) => {
        await page.goto(`${address}/index.html?rounds=${rounds}`);
        await page.waitForFunction(() => globalThis.done !== undefined);
        return page.evaluate(() => ({ version: navigator.userAgent.match(/Chrome\/([\d.]+)/)[1], ...globalThis.done }));
      },
      { scripts: "'unsafe-eval'" },
    );
    console.log(table(`Chromium ${found.version}`, found));
    console.log(
      `\nFetching, compiling and starting in Chromium: itl-wasm ${found.init.toFixed(1)} ms, minijinja-js ${found.other.toFixed(1)} ms`,
    );
  } finally {
    rmSync(out, { recursive: true });
  }
}
