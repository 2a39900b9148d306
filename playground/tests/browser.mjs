import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const PLACES = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export const chromiumPath = () => PLACES.find((path) => path && existsSync(path));

let browser = null;
let users = 0;

/** A context of its own in a browser that all share while it is in use. */
export async function launch(options = {}) {
  users++;
  browser ??= chromium.launch({ executablePath: chromiumPath(), headless: true, args: FLAGS });
  const running = await browser;
  const context = await running.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  context.setDefaultTimeout(10_000);
  return {
    context,
    async close() {
      await context.close();
      users--;
    },
  };
}

/** Ends the browser; the process ends only then. */
export async function quit() {
  if (browser && users === 0) await (await browser).close();
  browser = null;
}
