// The same page in Firefox: the first message, an error with its fix, the same bytes, and without a network.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, it } from "node:test";
import puppeteer from "puppeteer-core";
import { serve } from "./serve.mjs";

const root = resolve(import.meta.dirname, "..", "..");
const dist = join(root, "playground", "dist");
const EXAMPLES = join(root, "examples");
const executablePath = [process.env.FIREFOX, "/usr/bin/firefox-esr", "/usr/bin/firefox"].find(
  (path) => path && existsSync(path),
);

let server;
let browser;
let page;
const trouble = [];
before(async () => {
  assert.ok(executablePath, "no Firefox: install the package firefox-esr, or name one in FIREFOX");
  server = await serve(dist);
  browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
  page = await browser.newPage();
  await page.setViewport({ width: 1360, height: 850 });
  page.setDefaultTimeout(20_000);
  page.on("pageerror", (error) => trouble.push(String(error)));
  page.on("console", (message) => message.type() === "error" && trouble.push(message.text()));
  await page.goto(server.url);
  await page.waitForSelector("html[data-ready]");
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const says = (text) =>
  page.waitForFunction((want) => document.getElementById("preview").dataset.text === want, {}, text);
const write = async (text) => {
  await page.click("#template-editor .cm-content");
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
  await page.keyboard.press("Delete");
  await page.keyboard.type(text);
  await page.keyboard.press("Escape");
};

it("shows the first message", async () => {
  await says(readFileSync(join(EXAMPLES, "alertmanager", "details.txt"), "utf8"));
});

it("prints the same bytes for every example", async (t) => {
  let compared = 0;
  for (const folder of readdirSync(EXAMPLES).filter((name) => statSync(join(EXAMPLES, name)).isDirectory())) {
    for (const file of readdirSync(join(EXAMPLES, folder)).filter((name) => name.endsWith(".itl"))) {
      const name = file.replace(/\.itl$/, "");
      await page.click("#open-gallery");
      await page.waitForSelector(`#gallery [data-example="${folder}"]`);
      await page.evaluate(
        ([id, label]) =>
          [...document.querySelectorAll(`#gallery [data-example="${id}"] .chip`)]
            .find((el) => el.textContent === label)
            .click(),
        [folder, name],
      );
      await says(
        readFileSync(
          join(EXAMPLES, folder, name.endsWith(".json") ? name.replace(/json$/, "sent.json") : `${name}.txt`),
          "utf8",
        ),
      );
      compared++;
    }
  }
  t.diagnostic(`${compared} messages`);
  assert.ok(compared > 25);
});

it("names an error and mends it", async () => {
  await page.click("#open-gallery");
  await page.waitForSelector('#gallery [data-example="alertmanager"] .chip');
  await page.click('#gallery [data-example="alertmanager"] .chip');
  await write("It is {{ status.uperCase() }}");
  await page.waitForSelector("#problems .fix");
  await page.click("#problems .fix");
  await says("It is FIRING");
});

it("goes on without its server", async () => {
  await page.evaluate(async () => {
    while ((await navigator.serviceWorker.ready).active?.state !== "activated")
      await new Promise((resolve) => setTimeout(resolve, 50));
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
  await server.stop();
  await page.reload();
  await page.waitForSelector("html[data-ready]");
  await says("It is FIRING");
  server = null;
  assert.deepEqual(
    trouble.filter((line) => !/NetworkError|Failed to load|ServiceWorker/.test(line)),
    [],
  );
});
