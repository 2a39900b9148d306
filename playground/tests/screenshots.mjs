// Takes the pictures of the documentation: `node tests/screenshots.mjs [FOLDER]`.
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { quit } from "./browser.mjs";
import { open } from "./page.mjs";
import { serve } from "./serve.mjs";

const folder = process.argv[2] ?? resolve(import.meta.dirname, "..", "..", "docs", "images");
mkdirSync(folder, { recursive: true });
const server = await serve(resolve(import.meta.dirname, "..", "dist"));
const size = { width: 1360, height: 850 };

{
  const p = await open(server.url, { viewport: size, colorScheme: "light" });
  await p.page.click("#intro-close");
  await p.page.waitForTimeout(600);
  await p.page.hover("#preview [data-piece='5']");
  await p.page.waitForTimeout(400);
  await p.page.screenshot({ path: join(folder, "playground-light.png") });
  await p.close();
}
{
  const p = await open(server.url, { viewport: size, colorScheme: "dark" });
  await p.page.click("#intro-close");
  await p.tab("summary");
  await p.write(
    "template",
    '*{{ status.upperCase() }}* {{ commonLabels.alertname }}\n{{ #alerts.where("status", "firing") }}\n• <{{ generatorURL }}|{{ labels.instance.default("unknown host") }}> `{{ labels.mountpoint }}` since {{ startsAt.relativeTime() }}\n{{ /alerts }}\nRunbook of {{ commonLabels.team }}: {{ alerts[0].annotations.runbook_url }}\n',
    { paste: true },
  );
  await p.destination("slack");
  await p.page.keyboard.press("Escape");
  await p.focus("template");
  await p.press("Control+End");
  await p.page.keyboard.type("{{ alerts[0].labels.");
  await p.page.waitForSelector(".cm-tooltip-autocomplete li", { timeout: 3_000 }).catch(() => {});
  await p.page.waitForTimeout(700);
  await p.page.screenshot({ path: join(folder, "playground-dark.png") });
  await p.close();
}
{
  const p = await open(server.url, { viewport: size, colorScheme: "light" });
  await p.page.click("#intro-close");
  await p.tab("key");
  await p.write("template", "{{ commonLabels.alertname }}/{{ commonLabels.cluster }}/{{ status }}", { paste: true });
  await p.page.keyboard.press("Escape");
  await p.view("key");
  await p.page.waitForSelector(".key-warnings");
  await p.page.waitForTimeout(1_200);
  await p.page.screenshot({ path: join(folder, "playground-key.png") });
  await p.close();
}
await quit();
await server.stop();
