// Chromium on a page of a local server, under a policy that allows scripts of this server and
// WebAssembly and nothing else.

import { createReadStream, existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
  ".json": "application/json",
};
const policy = (scripts) =>
  `default-src 'none'; script-src 'self' 'wasm-unsafe-eval' ${scripts}; connect-src 'self'; worker-src 'self'`;

/** Chromium: the one of CHROMIUM, else where Debian puts it. */
export const browser = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path && existsSync(path));

/** Serves folders or answers by path, opens a page, and gives both to `run`; any error of the page fails. `scripts` widens the policy. */
export async function browse(served, run, { scripts = "" } = {}) {
  if (!browser) throw new Error("no Chromium: install the package chromium, or name one in CHROMIUM");
  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    const prefix = Object.keys(served)
      .sort((a, b) => b.length - a.length)
      .find((one) => path.startsWith(one));
    const target = served[prefix];
    const headers = {
      "content-security-policy": policy(scripts),
      "content-type": TYPES[extname(path)] ?? "application/octet-stream",
    };
    if (typeof target === "function") return response.writeHead(200, headers).end(target());
    const file = join(target, path.slice(prefix.length));
    if (path.includes("..") || !existsSync(file) || !statSync(file).isFile())
      return response.writeHead(404, headers).end();
    createReadStream(file).pipe(response.writeHead(200, headers));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const profile = mkdtempSync(join(tmpdir(), "itl-wasm-chromium-"));
  let context;
  try {
    context = await chromium.launchPersistentContext(profile, {
      executablePath: browser,
      headless: true,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
    const page = await context.newPage();
    page.setDefaultTimeout(300_000);
    const errors = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on(
      "console",
      (line) => line.type() === "error" && !/favicon/.test(line.location().url) && errors.push(line.text()),
    );
    const result = await run(page, `http://127.0.0.1:${server.address().port}`);
    if (errors.length > 0) throw new Error(`the page reported: ${errors.join("\n")}`);
    return result;
  } finally {
    await context?.close();
    server.close();
    server.closeAllConnections();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** Opens a page of any server, without a policy, and gives it to `run`. */
export async function look(address, run) {
  const running = await chromium.launch({
    executablePath: browser,
    headless: true,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  });
  try {
    const page = await running.newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(address);
    return await run(page);
  } finally {
    await running.close();
  }
}
