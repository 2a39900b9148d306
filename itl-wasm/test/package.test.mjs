// The packed package: its shape, its types, and Node, Vite, webpack, vitest and a browser with it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import test, { after, before } from "node:test";
import { browse, look } from "./browser.mjs";
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
  assert.deepEqual(list.filter((name) => name.endsWith(".wasm")).sort(), [
    "dist/itl-answers.wasm",
    "dist/itl-first.wasm",
    "dist/itl-prompts.wasm",
    "dist/itl-rest.wasm",
    "dist/itl-slim.wasm",
    "dist/itl.wasm",
  ]);
  assert.ok(!list.some((name) => /test|scripts|Cargo/.test(name)), list.join());
  for (const name of ["LICENSE-MIT", "LICENSE-APACHE", "LICENSE-UNICODE"]) assert.ok(list.includes(name), name);
});

test("publint", () => {
  const found = tool("publint/src/cli.js", "run", packed.tarball, "--strict");
  assert.match(found, /All good!/);
});

test("are the types wrong?", () => {
  // Files of WebAssembly have no types.
  const files = ["first", "rest", "prompts", "slim", "answers"].map((name) => `./itl-${name}.wasm`);
  const exclude = ["--exclude-entrypoints", "./itl.wasm", ...files];
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
  assert.match(found, /"itl-wasm\/prompts"/);
  assert.match(found, /"itl-wasm\/answers"/);
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
    "import { render } from 'itl-wasm'; import { check } from 'itl-wasm/slim'; import { checkAnswer } from 'itl-wasm/answers'; console.log(render('{{ a }}', { a: 1 }).text, check('{{ a').length, checkAnswer('[1]', { type: 'object' }).violations.length)";
  const found = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: packed.folder,
    encoding: "utf8",
  });
  assert.equal(found.trim(), "1 1 1");
});

test("the types need no DOM library", () => {
  const settings = { strict: true, target: "es2022", module: "nodenext", noEmit: true, lib: ["es2022"], types: [] };
  writeFileSync(
    join(packed.folder, "tsconfig.server.json"),
    JSON.stringify({ compilerOptions: settings, files: ["src/server.ts"] }),
  );
  tool("typescript/bin/tsc", "-p", "tsconfig.server.json");
});

test("CommonJS", () => {
  writeFileSync(
    join(packed.folder, "common.cjs"),
    'import("itl-wasm").then(({ render }) => console.log(render("{{ a }}", { a: 1 }).text)); try { console.log(require("itl-wasm").render("{{ a }}", { a: 2 }).text); } catch (error) { console.log(error.code); }',
  );
  const found = execFileSync(process.execPath, ["--no-warnings", "common.cjs"], {
    cwd: packed.folder,
    encoding: "utf8",
  });
  // `require` of an ES module came with Node 20.19 and 22.12.
  const [major, minor] = process.versions.node.split(".").map(Number);
  const requires = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  assert.deepEqual(found.trim().split("\n"), [requires ? "2" : "ERR_REQUIRE_ESM", "1"]);
});

test("Jest, by the recipe of the README", () => {
  writeFileSync(join(packed.folder, "jest.config.json"), '{"testMatch":["**/*.jest.js"],"transform":{}}');
  writeFileSync(
    join(packed.folder, "src/main.jest.js"),
    'import { render } from "itl-wasm";\ntest("renders", () => expect(render("{{ a }}", { a: 1 }).text).toBe("1"));\n',
  );
  execFileSync(
    process.execPath,
    [
      "--experimental-vm-modules",
      "--no-warnings",
      join(here, "node_modules/jest/bin/jest.js"),
      "--config",
      "jest.config.json",
    ],
    {
      cwd: packed.folder,
      stdio: "pipe",
    },
  );
});

test("esbuild, with the file's bytes for initSync", async () => {
  const esbuild = join(here, "node_modules/esbuild/bin/esbuild");
  const build = (...args) =>
    execFileSync(
      esbuild,
      ["src/bytes.js", "--bundle", "--format=esm", "--loader:.wasm=binary", "--target=es2022", ...args],
      {
        cwd: packed.folder,
        stdio: "pipe",
      },
    );
  mkdirSync(join(packed.folder, "es"), { recursive: true });
  build("--platform=node", "--outfile=es/node.mjs");
  const found = execFileSync(process.execPath, ["es/node.mjs"], { cwd: packed.folder, encoding: "utf8" });
  assert.equal(found.trim(), "DB-7 is down");
  build("--outfile=es/main.js");
  writeFileSync(
    join(packed.folder, "es/index.html"),
    '<!doctype html><p id="text"></p><script type="module" src="main.js"></script>',
  );
  await browse({ "/": join(packed.folder, "es") }, async (page, address) => {
    await page.goto(`${address}/index.html`);
    await page.waitForFunction(() => document.querySelector("#text").textContent === "DB-7 is down");
  });
});

for (const [name, excluded] of [
  ["vite", false],
  ["vite7", true],
  ["vite6", true],
  ["vite6", false],
]) {
  test(`${name}: its development server, ${excluded ? "with" : "without"} the setting of the README`, async () => {
    const { createServer } = await import(pathToFileURL(join(here, "node_modules", name, "dist/node/index.js")));
    const cacheDir = join(packed.folder, `cache-${name}-${excluded}`);
    const optimizeDeps = excluded ? { exclude: ["itl-wasm"] } : {};
    const server = await createServer({
      root: packed.folder,
      configFile: false,
      logLevel: "silent",
      cacheDir,
      optimizeDeps,
      server: { port: 0, host: "127.0.0.1" },
    });
    try {
      await server.listen();
      const { port } = server.httpServer.address();
      await look(`http://127.0.0.1:${port}/dev.html`, async (page) => {
        await page.waitForFunction(() => document.querySelector("#text").textContent !== "");
        const text = await page.textContent("#text");
        // Where the setting is missed, the message names it.
        if (excluded) assert.equal(text, "DB-7");
        else assert.match(text, /^DB-7$|optimizeDeps\.exclude/);
      });
    } finally {
      await server.close();
    }
  });
}

test("vitest", () => {
  assert.match(tool("vitest/vitest.mjs", "run", "--dir", "src", "--no-color"), /1 passed/);
});

test("Vite: built, in a browser and a worker", async () => {
  tool("vite/bin/vite.js", "build", "--logLevel", "error");
  const assets = readdirSync(join(packed.folder, "dist/assets"));
  assert.equal(assets.filter((name) => name.endsWith(".wasm")).length, 3, assets.join());
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
    assert.equal(await page.textContent("#prompt"), "user: db-7");
  });
}
