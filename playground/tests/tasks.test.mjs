// What people come to do, done as they would, with the number of actions it takes: a click, a choice,
// a key, a stretch of typing, each counts one.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import { quit } from "./browser.mjs";
import { helpers, open, ready } from "./page.mjs";
import { serve } from "./serve.mjs";

const dist = resolve(import.meta.dirname, "..", "dist");
const itl = process.env.ITL && existsSync(process.env.ITL) ? process.env.ITL : null;
let server;
before(async () => {
  assert.ok(existsSync(join(dist, "index.html")), "run `npm run build` first");
  server = await serve(dist);
});
after(async () => {
  await quit();
  await server.stop();
});

/** Counts what a person does. */
function counting(p) {
  let actions = 0;
  const one =
    (run) =>
    async (...args) => {
      actions++;
      return run(...args);
    };
  return {
    count: () => actions,
    click: one((selector) => p.page.click(selector)),
    choose: one((selector, value) => p.page.selectOption(selector, value)),
    type: one((text) => p.page.keyboard.type(text)),
    press: one((keys) => p.press(keys)),
    fill: one((selector, text) => p.page.fill(selector, text)),
    paste: one((panel, text) => paste(p, panel, text)),
  };
}

/** A paste as the browser tells of it; the clipboard itself needs a permission. */
async function paste(p, panel, text) {
  await p.focus(panel);
  await p.press("Mod+a");
  await p.page.evaluate(
    ([id, data]) => {
      const transfer = new DataTransfer();
      transfer.setData("text/plain", data);
      document
        .querySelector(`#${id}-editor .cm-content`)
        .dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true }));
    },
    [panel, text],
  );
}

describe("five tasks", () => {
  it("firing alerts only, at most three, and how many more", async (t) => {
    const p = await open(server.url);
    try {
      await p.tab("summary");
      await p.write("template", "");
      const c = counting(p);
      await c.click("#insert");
      await c.click('[aria-label="Shapes of alerts"]');
      await c.choose('[aria-label="Only where"]', JSON.stringify(["status", "firing"]));
      await c.fill('[aria-label="At most"]', "3");
      await c.choose('[aria-label="Of each item"]', "labels.mountpoint");
      await c.click(".shape-insert");
      await p.expectSent("- /var/lib/postgresql\n- /var/lib/postgresql\n- /var/spool/mq\nand 1 more\n");
      t.diagnostic(`${c.count()} actions`);
      assert.ok(c.count() <= 8);
      // The same message for the recovery has no line at all.
      await p.event("resolved");
      await p.expectSent("");
    } finally {
      await p.close();
    }
  });

  it("do the firing and the recovering event share an alert key?", async (t) => {
    const p = await open(server.url);
    try {
      await p.tab("key");
      await p.write("template", "{{ id }}-{{ state }}", { paste: true });
      const c = counting(p);
      await c.paste("payload", '[{"id": 7, "state": "firing"}, {"id": 7, "state": "ok"}]');
      await p.page.waitForFunction(() => document.querySelectorAll("#event-tabs [role=tab]").length === 5);
      await c.click("#views [data-view=key]");
      await p.page.waitForFunction(() =>
        document.querySelector(".key-view")?.textContent.includes("differs between firing and recovery"),
      );
      t.diagnostic(`${c.count()} actions`);
      assert.ok(c.count() <= 3);
      const keys = await p.page.locator(".key-text").evaluateAll((all) => all.map((el) => el.dataset.key));
      assert.ok(keys.includes("7-firing") && keys.includes("7-ok"), keys.join());
      await p.page.click("#toast button >> text=Remove the others");
      await p.write("template", "{{ id }}", { paste: true });
      await p.page.waitForFunction(() =>
        /All 2 events are one alert/.test(document.querySelector(".key-view")?.textContent),
      );
      assert.equal(await p.page.locator(".key-warnings").count(), 0);
    } finally {
      await p.close();
    }
  });

  it("mends a wrong closing tag, and everything at once", async (t) => {
    const p = await open(server.url);
    try {
      await p.tab("summary");
      await p.write("template", "{{ #alerts }}{{ labels.mountpoint.uperCase() }}{{ /alert }}", { paste: true });
      await p.page.waitForSelector(".fix-all");
      const c = counting(p);
      await c.click(".fix-all");
      await p.page.waitForFunction(
        (want) => document.querySelector("#template-editor .cm-content").innerText === want,
        "{{ #alerts }}{{ labels.mountpoint.upperCase() }}{{ /alerts }}",
      );
      t.diagnostic(`${c.count()} action`);
      // A step of the history.
      await p.press("Mod+z");
      assert.match(await p.text("template"), /uperCase/);
      for (const [wrong, right] of [
        ["{{ #alerts }}{{ status }}", "{{ #alerts }}{{ status }}{{ /alerts }}"],
        ["Team {{ commonLabels.team", "Team {{ commonLabels.team }}"],
        ['{{ status.equals("x) }}', '{{ status.equals("x") }}'],
        ["{{ status }}{{ /alerts }}", "{{ status }}"],
      ]) {
        await p.write("template", wrong, { paste: true });
        await p.page.waitForTimeout(900);
        await p.page.click("#problems .fix >> nth=0");
        await p.page.waitForFunction(
          (want) => document.querySelector("#template-editor .cm-content").innerText === want,
          right,
        );
      }
    } finally {
      await p.close();
    }
  });

  it("what would ilert itself reject?", async (t) => {
    const p = await open(server.url);
    try {
      const c = counting(p);
      await c.choose("#target", "ilert");
      await p.page.waitForFunction(() =>
        document.querySelector(".problems-title")?.textContent.includes("Not understood by ilert"),
      );
      t.diagnostic(`${c.count()} action`);
      assert.ok((await p.page.locator(".portable .problem").count()) > 5);
      assert.ok(!(await p.page.locator("#problems").innerText()).includes("No problems"));
      await p.page.click("#open-gallery");
      await p.page.waitForSelector("#gallery .pill.good");
      await p.page.click('#gallery [aria-label="Grafana: details"]');
      await p.page.waitForFunction(
        () => document.title.startsWith("Grafana") && !document.querySelector(".problems-title"),
      );
      assert.equal(await p.page.inputValue("#target"), "ilert");
      // Its functions are the only ones offered.
      await p.write("template", "{{ title.");
      await p.page.waitForFunction(() =>
        document.querySelector(".cm-tooltip-autocomplete")?.textContent.includes("upperCase"),
      );
      assert.ok(!(await p.page.locator(".cm-tooltip-autocomplete").innerText()).includes("truncate"));
    } finally {
      await p.close();
    }
  });

  it("looks at an example and goes on with the own work", async (t) => {
    const p = await open(server.url);
    try {
      await p.tab("summary");
      await p.write("template", "My own {{ status }}", { paste: true });
      await p.expectSent("My own firing");
      const c = counting(p);
      await c.click("#open-gallery");
      await c.click('#gallery [aria-label="Zabbix: summary"]');
      await p.page.waitForFunction(() => document.title.startsWith("Zabbix"));
      await c.click("#toast button");
      await p.expectSent("My own firing");
      t.diagnostic(`${c.count()} actions, one of them back`);
      await p.page.click("#title");
      await p.page.waitForSelector("#works-dialog .work");
      assert.equal(await p.page.locator("#works-dialog .work").count(), 2);
    } finally {
      await p.close();
    }
  });
});

describe("nothing is lost", () => {
  it("snapshots are listed with their difference, and restoring can be taken back", async () => {
    const p = await open(server.url);
    try {
      await p.tab("summary");
      await p.write("template", "First text", { paste: true });
      await p.expectSent("First text");
      await p.event("long");
      await p.event("long");
      await p.page.click("#doc-dialog .danger");
      await p.page.waitForFunction(() => document.querySelectorAll("#event-tabs [role=tab]").length === 3);
      await p.write("template", "Second text", { paste: true });
      await p.expectSent("Second text");
      await p.page.click("#title");
      const row = p.page.locator("#works-dialog .history li").first();
      assert.match(await row.innerText(), /removed/);
      await row.locator("summary").click();
      assert.match(await row.locator(".diff").first().innerText(), /First|Second/);
      await row.locator(".restore").click();
      await p.expectSent("First text");
      assert.equal(await p.page.locator("#event-tabs [role=tab]").count(), 4);
      await p.page.click("#toast button");
      await p.expectSent("Second text");
      assert.equal(await p.page.locator("#event-tabs [role=tab]").count(), 3);
    } finally {
      await p.close();
    }
  });

  it("a deleted work can be taken back", async () => {
    const p = await open(server.url);
    try {
      await p.tab("summary");
      await p.write("template", "Precious", { paste: true });
      await p.expectSent("Precious");
      await p.page.click("#title");
      await p.page.click("#new-work");
      await p.page.waitForFunction(() => document.title.startsWith("Untitled"));
      await p.page.click("#title");
      await p.page.click('[aria-label="Delete Prometheus Alertmanager"]');
      await p.page.click("#toast button >> text=Undo");
      await p.expectSent("Precious");
    } finally {
      await p.close();
    }
  });

  it("a second tab of the browser is noticed, and goes on in a copy", async () => {
    const p = await open(server.url);
    try {
      await p.tab("summary");
      await p.write("template", "In the first tab", { paste: true });
      await p.expectSent("In the first tab");
      await p.page.waitForTimeout(400);
      const second = await p.context.newPage();
      await second.goto(server.url);
      await ready(second);
      await second.waitForSelector("#elsewhere:not([hidden])");
      const q = helpers(second);
      await q.expectSent("In the first tab");
      await q.write("template", "In the second tab", { paste: true });
      await q.expectSent("In the second tab");
      assert.match(await second.title(), /\(copy\)/);
      await second.waitForSelector("#elsewhere", { state: "hidden" });
      await p.page.waitForTimeout(400);
      await p.page.reload();
      await ready(p.page);
      await p.expectSent("In the first tab");
      await second.reload();
      await ready(second);
      await q.expectSent("In the second tab");
    } finally {
      await p.close();
    }
  });

  it("work of the time before there were several is taken over", async () => {
    const p = await open(server.url);
    try {
      await p.page.evaluate(() => {
        const old = {
          v: 1,
          title: "Old",
          docs: [{ name: "a", text: "Old {{ x }}", partial: false }],
          active: 0,
          main: 0,
          payload: '{"x": 1.0}',
        };
        localStorage.setItem("itl-playground:work", JSON.stringify(old));
      });
      await p.page.reload();
      await ready(p.page);
      await p.expectSent("Old 1.0");
    } finally {
      await p.close();
    }
  });
});

describe("several events", () => {
  it("come from lists, lines, commands and files, and are seen together", async () => {
    const p = await open(server.url);
    const folder = mkdtempSync(join(tmpdir(), "itl-events-"));
    try {
      await p.tab("summary");
      await p.write("template", "{{ host }} {{ note }}", { paste: true });
      await paste(p, "payload", '{"host": "a", "note": 1}\n{"host": "b"}');
      await p.page.waitForFunction(() => document.querySelectorAll("#event-tabs [role=tab]").length === 5);
      await paste(p, "payload", `curl -X POST https://x.example -d '{"host": "curled", "note": 95.0}'`);
      await p.expectSent("curled 95.0");
      writeFileSync(join(folder, "more.ndjson"), '{"host": "c"}\n{"host": "d"}\n');
      await p.page.setInputFiles("#import-file", join(folder, "more.ndjson"));
      await p.expectSent("c ");
      await p.view("all");
      await p.page.waitForFunction(() => document.querySelectorAll(".event-card").length === 7);
      const texts = await p.page.locator(".event-card-body").allInnerTexts();
      assert.ok(
        texts.some((text) => text.includes("curled 95.0")),
        texts.join(" | "),
      );
      await p.view("message");
      await p.page.waitForFunction(() =>
        /missing in 6 of 7 events/.test(document.getElementById("problems").textContent),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
      await p.close();
    }
  });
});

describe("the alert source", () => {
  it("shows the alert that results, with its mappings", async () => {
    const p = await open(server.url);
    try {
      await p.page.click("#add-doc");
      await p.page.waitForFunction(() => document.activeElement?.closest("#doc-dialog"));
      await p.page.keyboard.type("priority");
      await p.page.keyboard.press("Enter");
      await p.write("template", "{{ commonLabels.severity }}", { paste: true });
      await p.view("alert");
      await p.page.waitForFunction(() =>
        document.querySelector(".mappings .verdict")?.textContent.includes("no mapping"),
      );
      await p.page.click(".mappings button >> text=Map");
      await p.page.waitForFunction(() => document.querySelector(".mappings .verdict")?.textContent === "becomes HIGH");
      assert.match(
        await p.page.locator(".incident-title").first().innerText(),
        /DiskFillsInFourHours in prod-eu1: 4 firing/,
      );
    } finally {
      await p.close();
    }
  });
});

describe("tests in the page", () => {
  it("keep a message, show what differs, and go out and in as a file of `itl test`", async () => {
    const p = await open(server.url);
    const folder = mkdtempSync(join(tmpdir(), "itl-tests-"));
    try {
      await p.tab("summary");
      await p.write("template", "Disk of {{ commonLabels.team }}", { paste: true });
      await p.expectSent("Disk of storage");
      await p.view("tests");
      await p.page.click("#keep-message");
      await p.page.waitForSelector(".test.good");
      await p.page.selectOption("#add-condition", "matches");
      await p.page.fill('.test >> nth=1 >> [aria-label="matches"]', "^Disk of \\w+$");
      await p.page.waitForFunction(
        () => document.querySelector("#views [data-view=tests] .count.good")?.textContent === "2/2",
      );
      await p.write("template", "Disks of {{ commonLabels.team }}", { paste: true });
      await p.page.waitForFunction(
        () => document.querySelector("#views [data-view=tests] .count.bad")?.textContent === "0/2",
      );
      await p.page.waitForSelector(".test.bad ins");
      assert.equal(await p.page.locator(".test.bad ins").first().innerText(), "Disks");
      const [download] = await Promise.all([p.page.waitForEvent("download"), p.page.click("#export-tests")]);
      assert.equal(download.suggestedFilename(), "summary.itl-test.yaml");
      const file = join(folder, "summary.itl-test.yaml");
      await download.saveAs(file);
      const text = readFileSync(file, "utf8");
      assert.match(text, /^inline: "Disks of/);
      assert.match(text, /expect: "Disk of storage"/);
      if (itl) {
        // The command says of the file what the page says.
        const ran = spawnSync(itl, ["test", file], { encoding: "utf8" });
        assert.equal(ran.status, 1, ran.stderr);
        assert.match(ran.stderr + ran.stdout, /2 failed|0 passed/);
      }
      await p.page.click("#title");
      await p.page.click("#new-work");
      await p.page.setInputFiles("#import-file", file);
      await p.expectSent("Disks of storage");
      await p.page.waitForFunction(() => document.querySelectorAll(".test").length === 2);
      await p.page.click(".test >> nth=0 >> text=Accept");
      await p.page.waitForFunction(
        () => document.querySelector("#views [data-view=tests] .count")?.textContent === "1/2",
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
      await p.close();
    }
  });
});

describe("writing", () => {
  it("a call's arguments are fields, with the keys and values of the events", async () => {
    const p = await open(server.url);
    try {
      await p.tab("summary");
      await p.write("template", "");
      await p.page.keyboard.type("{{ #alerts.wher");
      await p.page.waitForFunction(() =>
        document.querySelector(".cm-tooltip-autocomplete li[aria-selected=true]")?.textContent.startsWith("where"),
      );
      await p.page.waitForTimeout(150);
      await p.page.keyboard.press("Enter");
      await p.page.waitForFunction(() =>
        document.querySelector(".cm-tooltip-autocomplete")?.textContent.includes("labels.instance"),
      );
      await p.page.keyboard.type("stat");
      await p.page.waitForTimeout(250);
      await p.page.keyboard.press("Enter");
      await p.page.keyboard.press("Tab");
      await p.page.waitForFunction(() =>
        /firing\d+×/.test(document.querySelector(".cm-tooltip-autocomplete")?.textContent ?? ""),
      );
      await p.page.waitForTimeout(150);
      await p.page.keyboard.press("Enter");
      await p.page.keyboard.press("Tab");
      await p.page.keyboard.press("Tab");
      await p.page.keyboard.type("x");
      assert.equal(await p.text("template"), '{{ #alerts.where("status", "firing") }}x');
    } finally {
      await p.close();
    }
  });

  it("keys are found at any depth and by another name, and a list's tag is closed", async () => {
    const p = await open(server.url);
    try {
      await p.tab("summary");
      await p.write("template", "");
      await p.page.keyboard.type("{{ sev");
      await p.page.waitForFunction(() =>
        document.querySelector(".cm-tooltip-autocomplete")?.textContent.includes("commonLabels.severity"),
      );
      await p.page.keyboard.press("Escape");
      await p.write("template", "");
      await p.page.keyboard.type("{{ #aler");
      await p.page.waitForFunction(() =>
        document.querySelector(".cm-tooltip-autocomplete li[aria-selected=true]")?.textContent.includes("alerts"),
      );
      await p.page.waitForTimeout(150);
      await p.page.keyboard.press("Enter");
      assert.equal(await p.text("template"), "{{ #alerts }}{{ /alerts }}");
      await p.page.keyboard.press("Tab");
      await p.page.keyboard.type("{{ host");
      await p.page.waitForFunction(() =>
        document.querySelector(".cm-tooltip-autocomplete")?.textContent.includes("labels.instance"),
      );
      await p.page.waitForTimeout(150);
      await p.page.keyboard.press("Enter");
      assert.equal(await p.text("template"), "{{ #alerts }}{{ labels.instance }}{{ /alerts }}");
    } finally {
      await p.close();
    }
  });

  it("a right template is typed without a flash of an error, and Enter prints nothing", async () => {
    const p = await open(server.url);
    try {
      await p.tab("summary");
      await p.write("template", "");
      await p.page.evaluate(() => {
        window.flashes = 0;
        const look = () => {
          if (
            document.querySelector(
              "#problems .problem.error, #template-editor .cm-lintRange-error, #template-editor .cm-broken-tag",
            )
          )
            window.flashes++;
        };
        new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributes: true });
      });
      const text =
        '{{ #alerts.where("status", "firing") }}\n- {{ labels.instance.default("none").upperCase() }}\n{{ /alerts }}';
      for (const c of text) {
        if (c === "\n") {
          await p.page.keyboard.press("Escape");
          await p.page.keyboard.press("Enter");
        } else await p.page.keyboard.type(c);
        await p.page.waitForTimeout(25);
      }
      assert.equal(await p.text("template"), text);
      await p.page.waitForTimeout(1_000);
      assert.equal(await p.page.evaluate(() => window.flashes), 0);
    } finally {
      await p.close();
    }
  });

  it("pasted text that can be mended is offered as a difference", async () => {
    const p = await open(server.url);
    try {
      await p.tab("summary");
      await p.write("template", "");
      await paste(p, "template", "Host {{ status.uppercase() }} and {{ status.lowercase() }}");
      await p.page.waitForSelector("#translation:not([hidden]) ins");
      await p.page.click("#translation .primary");
      assert.equal(await p.text("template"), "Host {{ status.upperCase() }} and {{ status.lowerCase() }}");
      await p.expectSent("Host FIRING and firing");
      await p.write("template", "");
      await paste(p, "template", "{{#if status}}{{ status | upper }}{{else}}none{{/if}}");
      await p.page.waitForFunction(() =>
        document.querySelector("#translation:not([hidden])")?.textContent.includes("another template language"),
      );
      await p.page.click("#translation .primary");
      await p.expectSent("FIRING");
    } finally {
      await p.close();
    }
  });
});
