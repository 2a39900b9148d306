// `@itl/editor` in a page of another: the twenty lines of its example, built by Vite from the package.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, it } from "node:test";
import { launch, quit } from "./browser.mjs";
import { serve } from "./serve.mjs";

const editor = resolve(import.meta.dirname, "..", "..", "editors", "itl-editor");
const folder = mkdtempSync(join(tmpdir(), "itl-embed-"));
let server;
before(async () => {
  const language = resolve(editor, "..", "codemirror-lang-itl");
  for (const at of [language, editor]) execFileSync("npm", ["run", "--silent", "build"], { cwd: at, stdio: "inherit" });
  const vite = join(editor, "node_modules", "vite", "bin", "vite.js");
  execFileSync(
    process.execPath,
    [vite, "build", "example", "--outDir", folder, "--emptyOutDir", "--logLevel", "warn"],
    { cwd: editor, stdio: "inherit" },
  );
  server = await serve(folder);
});
after(async () => {
  await quit();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

it("takes twenty lines", () => {
  const lines = readFileSync(join(editor, "example", "main.js"), "utf8")
    .trim()
    .split("\n");
  assert.ok(lines.length <= 20, `${lines.length} lines`);
});

it("edits, previews, completes and mends", async () => {
  const { context, close } = await launch();
  const page = await context.newPage();
  const trouble = [];
  page.on("pageerror", (error) => trouble.push(String(error)));
  page.on(
    "console",
    (message) => message.type() === "error" && !/favicon|404/.test(message.text()) && trouble.push(message.text()),
  );
  try {
    await page.goto(server.url);
    const says = (text) =>
      page.waitForFunction((want) => document.getElementById("message").textContent === want, text);
    await says("db-7 is DOWN");
    await page.click(".cm-content");
    await page.keyboard.press("Control+a");
    await page.keyboard.type("{{ stat");
    await page.waitForFunction(() =>
      document.querySelector(".cm-tooltip-autocomplete")?.textContent.includes("status"),
    );
    await page.waitForTimeout(150);
    await page.keyboard.press("Enter");
    await says("down");
    await page.keyboard.type(".uperCase()");
    // A finding about what was typed before stays until the new ones are there.
    await page.waitForSelector(".problems >> text=E0201");
    await page.click(".problems .fix");
    await says("DOWN");
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" at ");
    await page.click("text=Insert data");
    await page.click('.insert [role=treeitem] >> text="host"');
    await says("DOWN at db-7");
    await page.click("[data-destination=sms]");
    await page.waitForSelector("#sms-facts");
    assert.deepEqual(trouble, []);
  } finally {
    await close();
  }
});
