// The packed package: its shape, its types, and Node, Vite, webpack, vitest and a browser with it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { browse } from "./browser.mjs";
import { here, project } from "./packed.mjs";

let packed;
before(() => {
  packed = project();
});
after(() => packed.remove());

const tool = (name, ...args) =>
  execFileSync(process.execPath, [join(here, "node_modules", name), ...args], {
    cwd: packed.folder,
    encoding: "utf8",
    stdio: "pipe",
  });

test("holds each file once, and no more than it needs", () => {
  const list = readdirSync(join(packed.folder, "node_modules/itl-wasm"), { recursive: true }).map(String);
  assert.deepEqual(list.filter((name) => name.endsWith(".wasm")).sort(), ["dist/itl-slim.wasm", "dist/itl.wasm"]);
  assert.ok(!list.some((name) => /test|scripts|Cargo/.test(name)), list.join());
});

test("publint", () => {
  const found = tool("publint/src/cli.js", "run", packed.tarball, "--strict");
  assert.match(found, /All good!/);
});

test("are the types wrong?", () => {
  // Files of WebAssembly have no types.
  const exclude = ["--exclude-entrypoints", "./itl.wasm", "./itl-slim.wasm"];
  const found = tool(
    "@arethetypeswrong/cli/dist/index.js",
    packed.tarball,
    "--profile",
    "esm-only",
    "--format",
    "ascii",
    ...exclude,
  );
  // It fails where a resolution that counts has a problem.
  assert.match(found, /"itl-wasm\/slim"/);
});

test("the types fit", () => {
  const settings = {
    strict: true,
    target: "es2022",
    module: "nodenext",
    noEmit: true,
    lib: ["es2022", "esnext.disposable", "dom"],
    types: [],
  };
  writeFileSync(
    join(packed.folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions: settings, files: ["src/types.ts"] }),
  );
  writeFileSync(join(packed.folder, "package.json"), '{"type":"module"}');
  tool("typescript/bin/tsc");
  tool("typescript/bin/tsc", "--module", "esnext", "--moduleResolution", "bundler");
});

test("Node", () => {
  const script =
    "import { render } from 'itl-wasm'; import { check } from 'itl-wasm/slim'; console.log(render('{{ a }}', { a: 1 }).text, check('{{ a').length)";
  const found = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: packed.folder,
    encoding: "utf8",
  });
  assert.equal(found.trim(), "1 1");
});

test("vitest", () => {
  assert.match(tool("vitest/vitest.mjs", "run", "--dir", "src", "--no-color"), /1 passed/);
});

test("Vite: built, in a browser and a worker", async () => {
  tool("vite/bin/vite.js", "build", "--logLevel", "error");
  const assets = readdirSync(join(packed.folder, "dist/assets"));
  assert.equal(assets.filter((name) => name.endsWith(".wasm")).length, 2, assets.join());
  await shows(join(packed.folder, "dist"), "/index.html");
});

test("webpack: built, in a browser and a worker", async () => {
  tool("webpack/bin/webpack.js");
  const html = readFileSync(join(packed.folder, "index.html"), "utf8").replace("/src/main.js", "/main.js");
  writeFileSync(join(packed.folder, "packed/index.html"), html);
  assert.ok(existsSync(join(packed.folder, "packed/main.js")));
  await shows(join(packed.folder, "packed"), "/index.html");
});

/** The page works under a strict policy and writes what it should. */
async function shows(folder, path) {
  await browse({ "/": folder }, async (page, address) => {
    await page.goto(address + path);
    await page.waitForFunction(() => document.querySelector("#worker").textContent !== "");
    assert.equal(await page.textContent("#text"), "DB-7 at January 1, 1970 at 1:00:00 AM CET");
    assert.equal(await page.textContent("#worker"), "db-7 in a worker");
    assert.equal(await page.textContent("#slim"), "DB-7");
  });
}
