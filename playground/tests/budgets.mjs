// What the page weighs and how fast it answers. Prints both; fails only on the weight.
import { readFileSync, readdirSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join, resolve } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { quit } from "./browser.mjs";
import { open } from "./page.mjs";
import { serve } from "./serve.mjs";

/**
 * What a visitor waits for, and what is fetched in all, for a visit without a network: what was measured on 2026-11-27,
 * 388.6 and 556.1 kB, and 2 %. The first is to stay below 420 kB.
 */
const LIMIT = 396;
const LIMIT_IN_ALL = 566;
const dist = resolve(import.meta.dirname, "..", "dist");
const server = await serve(dist);
const alone = await open(server.url, { serviceWorkers: "block" });
await alone.page.waitForTimeout(500);
// What was asked for before the first message stood there.
const needed = new Set(
  await alone.page.evaluate(() => {
    const [{ startTime }] = performance.getEntriesByName("first message");
    const before = performance.getEntriesByType("resource").filter((entry) => entry.startTime < startTime);
    return ["/", ...before.map((entry) => new URL(entry.name).pathname)];
  }),
);
await alone.close();
// With its service worker the page then fetches what else a visit without a network needs.
const p = await open(server.url);
await p.page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === "activated");
await p.page.waitForTimeout(500);

const brotli = (file) =>
  brotliCompressSync(readFileSync(file), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
  }).length;
// The engine for prompts is kept at last, and is no part of what a visit needs.
const rows = [...new Set(server.seen)]
  .filter((path) => path !== "/sw.js" && !path.includes("itl-prompts") && !path.includes("answers"))
  .map((path) => {
    const file = join(dist, path === "/" ? "index.html" : path);
    return [path === "/" ? "index.html" : path.slice(1), readFileSync(file).length, brotli(file), needed.has(path)];
  });
const sum = (some) => some.reduce((all, [, , size]) => all + size, 0) / 1000;
const total = sum(rows);
console.log("First load, brotli 11 (kB):");
for (const [name, raw, size, first] of rows.sort((a, b) => b[2] - a[2]))
  console.log(
    `  ${(size / 1000).toFixed(1).padStart(7)}  ${(raw / 1000).toFixed(1).padStart(8)} raw  ${name}${first ? "" : " (after the first message)"}`,
  );
console.log(
  `  ${sum(rows.filter(([, , , first]) => first))
    .toFixed(1)
    .padStart(7)}  until the first message; at most ${LIMIT}`,
);
console.log(`  ${total.toFixed(1).padStart(7)}  in all; at most ${LIMIT_IN_ALL}`);

/** From the keystroke to the changed message in the page, in the page's own clock. */
async function keystrokes(title, file, count) {
  await p.openExample(title, file);
  await p.page.waitForTimeout(400);
  await p.focus("template");
  await p.press("Control+End");
  await p.page.evaluate(() => {
    window.times = [];
    if (window.measuring) return;
    window.measuring = true;
    let started = 0;
    document.addEventListener("beforeinput", () => (started = performance.now()), true);
    new MutationObserver(() => {
      if (started) window.times.push(performance.now() - started);
      started = 0;
    }).observe(document.getElementById("preview"), {
      attributes: true,
      attributeFilter: ["data-text"],
      childList: true,
    });
  });
  const text = "The quick brown fox jumps over the lazy dog, again. ";
  for (let i = 0; i < count; i++) {
    await p.page.keyboard.type(text[i % text.length]);
    await p.page.waitForTimeout(30);
  }
  return p.page.evaluate(() => window.times);
}

const all = [];
const titles = [
  ["Prometheus Alertmanager", "details"],
  ["Grafana", "details"],
  ["Amazon CloudWatch through SNS", "details"],
  ["Sentry", "webhook.json"],
  ["E-mail", "details"],
];
console.log("Keystroke to preview (ms):");
const quantile = (times, q) =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * q))] ?? NaN;
for (const [title, file] of titles) {
  const times = await keystrokes(title, file, 60);
  all.push(...times);
  console.log(
    `  ${quantile(times, 0.5).toFixed(1).padStart(6)} median ${quantile(times, 0.95).toFixed(1).padStart(6)} p95  ${title}, ${file} (${times.length} keys)`,
  );
}
console.log(
  `  ${quantile(all, 0.5).toFixed(1).padStart(6)} median ${quantile(all, 0.95).toFixed(1).padStart(6)} p95  in all; a frame is 16 (load ${loadavg()[0].toFixed(1)} on ${cpus().length} cores)`,
);

/** The slowest of most keys, while something is watched. */
async function typed(count, pause) {
  await p.focus("template");
  await p.press("Control+End");
  await p.page.evaluate(() => (window.times = []));
  for (let i = 0; i < count; i++) {
    await p.page.keyboard.type("abcdefgh "[i % 9]);
    await p.page.waitForTimeout(pause);
  }
  return p.page.evaluate(() => window.times);
}
let late = false;
const gate = (words, found, limit) => {
  console.log(`  ${found.toFixed(1).padStart(6)} ms  ${words}; at most ${limit}`);
  late ||= found > limit;
};
console.log("Budgets of time:");
gate("keystroke to message, p95, on the examples", quantile(all, 0.95), 16);

// Twenty events, each with its card: from the key to the last card.
await p.openExample("Prometheus Alertmanager", "summary");
await p.page.waitForTimeout(400);
const event = JSON.parse(readFileSync(join(dist, "..", "..", "examples", "alertmanager", "payload.json"), "utf8"));
await paste(JSON.stringify(Array.from({ length: 17 }, (_, i) => ({ ...event, status: `state ${i}` }))));
await p.view("all");
await p.page.waitForFunction(() => document.querySelectorAll(".event-card").length === 20);
await p.page.evaluate(() => {
  let started = 0;
  document.addEventListener("beforeinput", () => (started = performance.now()), true);
  new MutationObserver(() => {
    if (started && document.querySelectorAll(".event-card").length === 20)
      window.times.push(performance.now() - started);
    started = 0;
  }).observe(document.getElementById("other-view"), { childList: true });
});
gate("20 events, key to the last card, p95", quantile(await typed(20, 220), 0.95), 100);
await p.view("message");

// A large event.
await p.openExample("Prometheus Alertmanager", "summary");
await p.page.waitForTimeout(400);
const large = { ...event, alerts: Array.from({ length: 1_340 }, () => event.alerts[0]) };
await paste(JSON.stringify(large));
await p.page.waitForFunction(() => document.querySelector("#payload-editor .cm-content") !== null);
await p.page.waitForTimeout(1_500);
console.log(`  the event has ${(await p.text("payload")).length.toLocaleString("en")} characters`);
gate("a key with that event, p95", quantile(await typed(30, 60), 0.95), 200);
async function paste(data) {
  await p.focus("payload");
  await p.press("Control+a");
  await p.page.evaluate((value) => {
    const transfer = new DataTransfer();
    transfer.setData("text/plain", value);
    document
      .querySelector("#payload-editor .cm-content")
      .dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true }));
  }, data);
}
// A machine that does other work at the time says nothing about the page.
if (late && process.env.BUDGETS === "strict") process.exitCode = 1;
await p.close();
await quit();
await server.stop();
const assets = readdirSync(join(dist, "assets"));
const engines = assets.filter((name) => name.endsWith(".wasm"));
const loaded = engines.filter((name) => needed.has(`/assets/${name}`));
if (engines.length !== 4 || loaded.length !== 1 || !loaded[0].startsWith("itl-first")) {
  console.error(
    `of four .wasm files itl-first.wasm is loaded at first, not ${loaded.join(", ")} of ${engines.join(", ")}`,
  );
  process.exitCode = 1;
}
const before = sum(rows.filter(([, , , first]) => first));
if (before > LIMIT || total > LIMIT_IN_ALL) {
  console.error(`the first load is ${before.toFixed(1)} kB, ${total.toFixed(1)} kB in all`);
  process.exitCode = 1;
}
