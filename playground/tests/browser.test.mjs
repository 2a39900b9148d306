// The built page in a real browser. `npm run build` first.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import { quit } from "./browser.mjs";
import { helpers, open, ready, watch } from "./page.mjs";
import { serve } from "./serve.mjs";

const here = import.meta.dirname;
const dist = resolve(here, "..", "dist");
const root = resolve(here, "..", "..");
const EXAMPLES = join(root, "examples");
const itl = [process.env.ITL, join(root, "target", "release", "itl"), join(root, "target", "debug", "itl")].find(
  (path) => path && existsSync(path),
);

let server;
before(async () => {
  assert.ok(existsSync(join(dist, "index.html")), "run `npm run build` first");
  // Not at the root of the server: the files must not care where they lie.
  server = await serve(dist, "/some/where/");
});
after(async () => {
  await quit();
  await server.stop();
});

describe("the page", () => {
  let p;
  before(async () => {
    p = await open(server.url);
  });
  after(() => p.close());

  it("renders the first example without a word in the console and without another server", async () => {
    await p.expectSent(readFileSync(join(EXAMPLES, "alertmanager", "details.txt"), "utf8"));
    assert.deepEqual(p.trouble, []);
    assert.deepEqual(p.foreign, []);
  });

  it("follows what is typed", async () => {
    await p.tab("summary");
    await p.write("template", "Disk of {{ commonLabels.team }} is {{ status.upperCase() }}");
    await p.page.keyboard.press("Escape");
    await p.expectSent("Disk of storage is FIRING");
    assert.equal(await p.text("template"), "Disk of {{ commonLabels.team }} is {{ status.upperCase() }}");
  });

  it("follows the payload, and keeps the last good one while it is broken", async () => {
    await p.write("template", "{{ a }}");
    await p.page.keyboard.press("Escape");
    await p.write("payload", '{"a": 12345678901234567890}', { paste: true });
    await p.expectSent("12345678901234567890");
    await p.write("payload", '{"a": ', { paste: true });
    await p.page.waitForFunction(() => document.getElementById("payload-state").textContent !== "");
    await p.page.waitForSelector(
      "#payload-editor .cm-lintRange-error, #payload-editor .cm-lintPoint-error, #payload-editor .cm-lint-marker-error",
    );
    await p.expectSent("12345678901234567890");
    await p.write("payload", '{"a": 95.0}', { paste: true });
    await p.expectSent("95.0");
    assert.equal(await p.page.locator("#payload-state").innerText(), "");
  });

  it("undoes with the keyboard", async () => {
    await p.write("template", "one", { paste: true });
    await p.expectSent("one");
    await p.press("Mod+z");
    await p.expectSent("95.0");
  });

  it("searches in both editors, in tabs that were open before too", async () => {
    await p.write("template", "find me, {{ a }}", { paste: true });
    await p.press("Mod+f");
    await p.page.keyboard.type("me");
    await p.page.waitForSelector("#template-editor .cm-searchMatch");
    await p.page.keyboard.press("Escape");
    await p.page.waitForSelector("#template-editor .cm-search", { state: "detached" });
    await p.focus("payload");
    await p.press("Mod+f");
    await p.page.waitForSelector("#payload-editor .cm-search");
    await p.page.keyboard.press("Escape");
    await p.tab("details");
    await p.press("Mod+f");
    await p.page.waitForSelector("#template-editor .cm-search");
    await p.page.keyboard.press("Escape");
  });
});

describe("completion", () => {
  let p;
  before(async () => {
    p = await open(server.url);
    await p.tab("summary");
  });
  after(() => p.close());

  // The editor takes no key for the list in its first moment, so that a list that pops up
  // swallows nothing that was typed before.
  const popup = async (word) => {
    await p.page.waitForFunction(
      (text) =>
        [...document.querySelectorAll(".cm-tooltip-autocomplete li[aria-selected=true]")].some((li) =>
          li.textContent.includes(text),
        ),
      word,
    );
    await p.page.waitForTimeout(150);
  };

  it("offers keys of the payload and is accepted by keyboard", async () => {
    await p.write("template", "Team {{ commonLab");
    await popup("commonLabels");
    await p.page.keyboard.press("Enter");
    await p.page.keyboard.type(".te");
    await popup("team");
    await p.page.keyboard.press("Tab");
    await p.page.keyboard.press("End");
    await p.expectSent("Team storage");
  });

  it("is relative to the loop it stands in", async () => {
    await p.write("template", "{{ #alerts }}{{ labels.mount");
    await popup("mountpoint");
    await p.page.keyboard.press("Enter");
    assert.match(await p.text("template"), /labels\.mountpoint/);
  });

  it("offers functions, and says what they take", async () => {
    await p.write("template", "{{ status.upper");
    await popup("upperCase");
    await p.page.waitForFunction(() => {
      const info = document.querySelector(".cm-completionInfo")?.getBoundingClientRect();
      const seen = info && document.elementFromPoint(info.x + info.width / 2, info.y + info.height / 2);
      return seen?.closest(".cm-completionInfo")?.textContent.includes("upper case");
    });
    await p.page.keyboard.press("Enter");
    await p.expectSent("FIRING");
    await p.write("template", '{{ status.replaceAll("fir"');
    await p.page.waitForSelector(".cm-itl-signature");
    assert.match(await p.page.locator(".cm-itl-signature").innerText(), /replaceAll\(/);
    await p.page.keyboard.press("Escape");
  });
});

describe("problems", () => {
  let p;
  before(async () => {
    p = await open(server.url);
    await p.tab("summary");
  });
  after(() => p.close());

  it("are listed, marked in both texts and mended by the quick fix", async () => {
    await p.write("template", "It is {{ status.uperCase() }}.");
    await p.page.keyboard.press("Escape");
    await p.expectSent("It is {{ status.uperCase() }}.");
    await p.page.waitForFunction(() =>
      document.querySelector("#problems .problem.error")?.textContent.includes("E0201"),
    );
    await p.page.waitForSelector("#template-editor .cm-lintRange-error");
    await p.page.waitForSelector("#template-editor .cm-broken-tag");
    assert.equal(await p.page.locator("#preview .piece.broken").innerText(), "{{ status.uperCase() }}");
    await p.press("Mod+.");
    await p.expectSent("It is FIRING.".replace("FIRING", "FIRING"));
    await p.page.waitForFunction(() => !document.querySelector("#problems .problem.error"));
  });

  it("are mended from the list too", async () => {
    await p.write("template", "🔥 {{ status.lowercase() }}");
    await p.page.keyboard.press("Escape");
    await p.page.click("#problems .fix");
    await p.expectSent("🔥 firing");
  });

  it("name a path that the payload does not have", async () => {
    await p.write("template", "{{ #alerts }}{{ labels.instanze }}{{ /alerts }}");
    await p.page.keyboard.press("Escape");
    await p.page.waitForFunction(() => document.querySelector("#problems")?.textContent.includes("instance"));
  });

  it("keep the rest of a broken template in the preview", async () => {
    await p.write("template", "{{ #alerts }} open {{ status }} {{ ) }}", { paste: true });
    await p.expectSent("{{ #alerts }} open firing {{ ) }}");
  });

  it("lead from a broken tag in the message to the template, in every round of a loop", async () => {
    await p.write("template", "{{ #alerts }}{{ #status.nope() }}x{{ /status.nope() }}{{ /alerts }}", { paste: true });
    await p.page.waitForFunction(() => document.querySelectorAll("#preview .piece.broken").length === 12);
    await p.page.click("#preview .piece.broken >> nth=3");
    assert.equal(await p.page.evaluate(() => getSelection().toString()), "{{ /status.nope() }}");
  });
});

describe("the way between tag and message", () => {
  let p;
  before(async () => {
    p = await open(server.url);
    await p.tab("summary");
    await p.write("template", "A {{ status }} B {{ commonLabels.team }}", { paste: true });
    await p.expectSent("A firing B storage");
  });
  after(() => p.close());

  it("lights up the tag under a piece of the message", async () => {
    await p.page.hover("#preview [data-piece='1']");
    await p.page.waitForFunction(() => document.querySelector("#template-editor .cm-lit")?.textContent !== undefined);
    assert.equal(
      (await p.page.locator("#template-editor .cm-lit").allInnerTexts()).join(""),
      "{{ commonLabels.team }}",
    );
  });

  it("goes from the message to the tag at a click, and with the keys", async () => {
    await p.page.click("#preview [data-piece='1']");
    assert.equal(await p.page.evaluate(() => getSelection().toString()), "{{ commonLabels.team }}");
    await p.page.focus("#preview");
    await p.page.keyboard.press("ArrowRight");
    await p.page.keyboard.press("Enter");
    assert.equal(await p.page.evaluate(() => getSelection().toString()), "{{ status }}");
  });

  it("lights up what the tag under the pointer or the cursor wrote", async () => {
    await p.select("template", 22);
    await p.page.waitForFunction(() => document.querySelector("#preview .piece.lit")?.textContent === "storage");
    await p.page.hover("#template-editor .cm-line span:has-text('status')");
    await p.page.waitForFunction(() => document.querySelector("#preview .piece.lit")?.textContent === "firing");
  });

  it("shows the value under the pointer", async () => {
    // A hand is never still; one event of the pointer is lost where the line under it is drawn anew.
    const over = p.page.locator("#template-editor .cm-line span:has-text('team')").first();
    const shown = p.page.locator(".cm-itl-hover");
    for (let tries = 0; tries < 10 && !(await shown.isVisible()); tries++) {
      await over.hover({ position: { x: 4 + tries, y: 4 } });
      await shown.waitFor({ timeout: 1_500 }).catch(() => {});
    }
    assert.match(await p.page.locator(".cm-itl-hover").innerText(), /storage/);
  });
});

describe("every example", () => {
  let p;
  before(async () => {
    p = await open(server.url);
  });
  after(() => p.close());
  const folders = readdirSync(EXAMPLES).filter((name) => statSync(join(EXAMPLES, name)).isDirectory());
  let compared = 0;
  let withCli = 0;

  for (const folder of folders) {
    const files = readdirSync(join(EXAMPLES, folder)).filter((name) => name.endsWith(".itl"));
    if (files.length === 0) continue;
    it(`${folder} prints what the repository says, and what the command prints`, async () => {
      await p.page.click("#open-gallery");
      const first = p.page.locator(`#gallery .cards [data-example="${folder}"]`);
      await first.locator(".chip").first().click();
      const options = JSON.parse(readFileSync(join(EXAMPLES, folder, "options.json"), "utf8"));
      for (const file of files) {
        const name = file.replace(/\.itl$/, "");
        await p.tab(name);
        const expected = readFileSync(
          join(EXAMPLES, folder, name.endsWith(".json") ? name.replace(/json$/, "sent.json") : `${name}.txt`),
          "utf8",
        );
        await p.expectSent(expected);
        compared++;
        if (!itl) continue;
        const own = { ...options.default, ...options[file] };
        const args = ["render", join(EXAMPLES, folder, file), "--data", join(EXAMPLES, folder, "payload.json")];
        if (own.timezone) args.push("--timezone", own.timezone);
        if (own.now !== undefined) args.push("--now", String(own.now));
        if (own.escape) args.push("--escape", own.escape);
        const printed = execFileSync(itl, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
        assert.equal(await p.sent(), printed);
        withCli++;
      }
    });
  }

  it("counts them", (t) => {
    t.diagnostic(
      `${compared} templates of ${EXAMPLES.split("/").at(-1)}/ equal to their files, ${withCli} of them to \`itl render\` as well`,
    );
    assert.ok(compared >= 30);
  });

  it("every recipe prints its output", async (t) => {
    const recipes = JSON.parse(readFileSync(join(root, "docs", "cookbook", "recipes.json"), "utf8"));
    await p.page.click("#open-gallery");
    await p.page.waitForSelector("#gallery[open] .recipe");
    const rows = p.page.locator("#gallery .recipe button");
    assert.equal(await rows.count(), recipes.length);
    for (let i = 0; i < recipes.length; i++) {
      if (!(await p.page.locator("#gallery").isVisible())) await p.page.click("#open-gallery");
      await rows.nth(i).click();
      await p.expectSent(recipes[i].output).catch((error) => {
        throw new Error(`${recipes[i].title}: ${error.message}`);
      });
    }
    t.diagnostic(`${recipes.length} recipes`);
  });
});

describe("destinations", () => {
  let p;
  before(async () => {
    p = await open(server.url);
    await p.tab("summary");
    await p.write("template", "*{{ a }}*: {{ b }}", { paste: true });
    await p.write("payload", JSON.stringify({ a: "<b>&*_", b: 'say "hi"\nthere' }), { paste: true });
  });
  after(() => p.close());

  it("each send what that channel needs", async () => {
    for (const [id, expected] of [
      ["plain", '*<b>&*_*: say "hi"\nthere'],
      ["slack", '*&lt;b&gt;&amp;*_*: say "hi"\nthere'],
      ["email", "*&lt;b&gt;&amp;*_*: say &quot;hi&quot;\nthere"],
      ["webhook", '*<b>&*_*: say \\"hi\\"\\nthere'],
      ["sms", '*<b>&*_*: say "hi"\nthere'],
    ]) {
      await p.destination(id);
      await p.expectSent(expected);
    }
    await p.destination("teams");
    await p.page.waitForFunction(() => document.querySelector(".teams .body")?.textContent.includes("<b>&*_"));
  });

  it("webhook JSON is validated and laid out", async () => {
    await p.destination("webhook");
    await p.page.waitForSelector(".verdict.bad");
    assert.match(await p.shown(), /Not valid JSON/);
    await p.write("template", '{"text":"{{ b }}","list":[1,2.0]}', { paste: true });
    await p.expectSent('{"text":"say \\"hi\\"\\nthere","list":[1,2.0]}');
    await p.page.waitForSelector(".verdict.good");
    assert.match(await p.page.locator("#preview pre").innerText(), /\n {2}"list": \[\n {4}1,\n {4}2\.0/);
    await p.page.click("#view-sent");
    assert.equal(await p.page.locator("#preview pre").innerText(), await p.sent());
    await p.page.click("#view-shown");
  });

  it("an e-mail runs nothing and loads nothing", async () => {
    await p.destination("email");
    // What is asked of it has left the browser; a request that the policy stops is announced too, now and then.
    const stranger = await serve(dist);
    await p.write(
      "template",
      `<h1>{{ a }}</h1><script>parent.document.title = "owned"</script><img src="${stranger.url}x.png" onerror="parent.document.title='owned'"><a href="https://example.com">x</a>`,
      { paste: true },
    );
    await p.page.waitForFunction(() => document.getElementById("preview").dataset.text.startsWith("<h1>&lt;b"));
    const frame = p.page.frameLocator(".email-frame");
    assert.equal(await frame.locator("h1").innerText(), "<b>&*_");
    await p.page.waitForTimeout(300);
    assert.notEqual(await p.page.title(), "owned");
    await stranger.stop();
    assert.deepEqual(stranger.seen, []);
    assert.equal(await p.page.locator(".email-frame").getAttribute("sandbox"), "");
    p.trouble.length = 0;
  });

  it("SMS counts segments and cuts", async () => {
    await p.destination("sms");
    await p.write("template", "a".repeat(200), { paste: true });
    await p.page.waitForFunction(() => document.getElementById("preview").dataset.text.length === 160);
    assert.match(await p.page.locator("#sms-facts").innerText(), /GSM-7 · 160 of 160 characters · 1 segment/);
    assert.match(await p.shown(), /whole text would take 2 segments/);
    await p.page.uncheck("#cut");
    await p.page.waitForFunction(() => document.getElementById("preview").dataset.text.length === 200);
    assert.match(await p.page.locator("#sms-facts").innerText(), /2 segments/);
    await p.page.check("#cut");
    await p.write("template", `${"a".repeat(90)}🔥`, { paste: true });
    await p.page.waitForFunction(() => document.querySelector("#sms-facts")?.textContent.startsWith("UCS-2"));
  });

  it("PagerDuty has a budget bar", async () => {
    await p.destination("pagerduty");
    await p.write("template", "x".repeat(1_100), { paste: true });
    await p.page.waitForFunction(() => document.getElementById("preview").dataset.text.length === 1024);
    assert.match(await p.shown(), /1,100 of 1,024 characters: 76 too many, cut/);
  });

  it("time zone, clock, strictness and invisible characters are at hand", async () => {
    await p.destination("plain");
    await p.write("template", '{{ @now.formatUnixMs("%H:%M") }}', { paste: true });
    await p.page.fill("#clock", "2023-01-29T00:05:37");
    await p.page.fill("#timezone", "Asia/Tokyo");
    await p.expectSent("09:05");
    await p.page.fill("#timezone", "Nowhere/Land");
    assert.equal(await p.page.getAttribute("#timezone", "aria-invalid"), "true");
    await p.page.fill("#timezone", "UTC");
    await p.expectSent("00:05");
    await p.write("template", "a\u00a0b {{ nothing }}", { paste: true });
    await p.page.check("#strict");
    await p.page.waitForSelector("#refused:not([hidden])");
    await p.page.uncheck("#strict");
    await p.page.check("#invisibles");
    await p.page.waitForSelector('#preview .invisible[data-sign="⍽"]');
    await p.expectSent("a\u00a0b ");
    await p.page.uncheck("#invisibles");
  });
});

describe("insert data", () => {
  let p;
  before(async () => {
    p = await open(server.url);
    await p.tab("summary");
  });
  after(() => p.close());

  it("by search and by arrow keys, at the cursor", async () => {
    await p.write("template", "Team: ", { paste: true });
    await p.press("Mod+k");
    await p.page.waitForSelector("#insert-dialog", { state: "visible" });
    await p.page.keyboard.type("team");
    await p.page.keyboard.press("ArrowDown");
    await p.page.keyboard.press("Enter");
    assert.equal(await p.text("template"), "Team: {{ commonLabels.team }}");
    await p.write("template", "", {});
    await p.press("Mod+k");
    await p.page.waitForSelector("#insert-dialog", { state: "visible" });
    await p.page.keyboard.press("ArrowDown");
    await p.page.keyboard.press("End");
    await p.page.keyboard.press("Enter");
    assert.notEqual(await p.text("template"), "");
  });

  it("writes a loop for a list, and relative paths in it", async () => {
    await p.write("template", "");
    await p.page.click("#insert");
    await p.page
      .locator("#insert-dialog [role=treeitem]", { hasText: "insert a loop" })
      .first()
      .locator(".tree-name")
      .click();
    assert.equal(await p.text("template"), "{{ #alerts }}\n\n{{ /alerts }}");
    await p.press("Mod+k");
    await p.page.keyboard.type("fingerprint");
    await p.page.keyboard.press("Enter");
    assert.equal(await p.text("template"), "{{ #alerts }}\n{{ fingerprint }}\n{{ /alerts }}");
    await p.expectSent(
      "8a1f5c0d9b3e7742\nc4e2071b6fd85a19\n17d0b6a4e8c29f35\nf09be3c1a2745d68\n5b8870e1d6c3a94f\n93ad2fe4075c61b8\n",
    );
  });

  it("is enough for somebody who never saw a template", async () => {
    await p.write("template", "");
    await p.page.keyboard.type("Hosts: .");
    await p.page.keyboard.press("ArrowLeft");
    await p.page.click("#insert");
    await p.page
      .locator("#insert-dialog [role=treeitem]", { hasText: "insert a loop" })
      .first()
      .locator(".tree-name")
      .click();
    await p.page.keyboard.type("- ");
    await p.press("Mod+k");
    await p.page.keyboard.type("severity");
    await p.page.keyboard.press("Enter");
    // Back into the tag, after the name.
    for (let i = 0; i < 3; i++) await p.page.keyboard.press("ArrowLeft");
    await p.page.keyboard.type(".upper");
    await p.page.waitForFunction(() =>
      document.querySelector(".cm-tooltip-autocomplete li[aria-selected=true]")?.textContent.includes("upperCase"),
    );
    await p.page.waitForTimeout(150);
    await p.page.keyboard.press("Enter");
    assert.equal(
      await p.text("template"),
      "Hosts: \n{{ #alerts }}\n- {{ labels.severity.upperCase() }}\n{{ /alerts }}\n.",
    );
    await p.expectSent("Hosts: \n- CRITICAL\n- CRITICAL\n- CRITICAL\n- CRITICAL\n- CRITICAL\n- CRITICAL\n.");
  });

  it("renames a section pair, formats, jumps", async () => {
    await p.write("template", "{{#alerts}}{{status}}{{/alerts}}", { paste: true });
    await p.select("template", 4);
    await p.press("F2");
    await p.page.keyboard.type("commonLabels");
    await p.page.keyboard.press("Escape");
    assert.equal(await p.text("template"), "{{#commonLabels}}{{status}}{{/commonLabels}}");
    await p.page.click("#format");
    await p.page.waitForFunction(() =>
      document.querySelector("#template-editor .cm-content").textContent.includes("{{ #commonLabels }}"),
    );
  });
});

describe("prompts", () => {
  const folder = join(EXAMPLES, "observer-prompt");
  it("are shown as messages and in the shapes of providers", { skip: !existsSync(folder) }, async () => {
    const p = await open(server.url, { permissions: ["clipboard-read", "clipboard-write"] });
    try {
      await p.page.click("#open-gallery");
      await p.page.click('#gallery [data-example="observer-prompt"] .chip');
      const expected = JSON.parse(readFileSync(join(folder, "messages.json"), "utf8"));
      await p.page.waitForFunction((n) => document.querySelectorAll("#preview .message").length === n, expected.length);
      // A message may have parts; what is shown is its text.
      const text = ({ content }) =>
        typeof content === "string" ? content : content.map((part) => part.text ?? "").join("");
      const shown = await p.page
        .locator("#preview .message .content")
        .evaluateAll((all) => all.map((e) => e.textContent));
      assert.deepEqual(shown, expected.map(text));
      await p.destination("provider");
      for (const provider of ["openai", "openai-responses", "anthropic", "gemini", "mistral", "bedrock"]) {
        await p.page.selectOption("#preview select", provider);
        const body = JSON.stringify(JSON.parse(readFileSync(join(folder, `${provider}.json`), "utf8")));
        await p.page.waitForFunction(
          (want) => JSON.stringify(JSON.parse(document.querySelector("#preview pre")?.textContent || "null")) === want,
          body,
        );
      }
      assert.match(
        await p.page.locator("#prompt-budget").innerText(),
        /≈ [\d,]+ tokens · tools and schema .* · last turn/,
      );
      assert.match(await p.page.locator("#preview .budget .words").innerText(), /of 4,000 tokens/);
      await p.page.click("#copy-curl");
      const command = await p.page.evaluate(() => navigator.clipboard.readText());
      assert.match(command, /^aws bedrock-runtime converse --model-id MODEL --cli-input-json '\{/);
      await p.page.click("#compare-request");
      const payload = JSON.parse(readFileSync(join(folder, "input.json"), "utf8"));
      payload.conversation[0].text = "Is checkout down?";
      payload.user_input = "page ".repeat(2_100);
      await p.write("payload", JSON.stringify(payload), { paste: true });
      await p.page.waitForSelector("#request-changed");
      assert.match(await p.page.locator("#request-changed").innerText(), /message 1, in what \{\{.+\}\} wrote/);
      assert.match(await p.page.locator("#prompt-dropped").innerText(), /Left out so that it fits: messages 1–8,/);
      assert.ok((await p.page.locator("#tabs .tab.partial").count()) > 3);
      await p.page.click(".answer > summary");
      const found = p.page.locator("#answer-found");
      const answered = async (file, words) => {
        await p.page.fill("#answer-text", readFileSync(join(folder, file), "utf8"));
        await p.page.click("#check-answer");
        await found.getByText(words).waitFor();
      };
      await answered("answer.json", "The schema is empty.");
      await p.page.fill("#answer-schema", readFileSync(join(folder, "answer.schema.json"), "utf8"));
      await answered("answer.json", "The answer meets the schema.");
      await answered("answer-wrong.json", /violates the schema in \d+ places/);
      assert.match(await found.innerText(), /\/confidence/);
      await answered("observer.mustache", "The answer is not one JSON value");
      await p.page.selectOption("#preview select", "openai");
      assert.equal(await p.page.inputValue("#answer-text"), readFileSync(join(folder, "observer.mustache"), "utf8"));
      await p.destination("messages");
      await p.page.click("#preview .message.system .piece >> nth=0");
      assert.match(await p.page.locator("#tabs [aria-selected=true]").innerText(), /^> /);
      assert.deepEqual(p.trouble, []);
    } finally {
      await p.close();
    }
  });

  it("warn of what a value could forge", async () => {
    const p = await open(server.url);
    try {
      await p.page.selectOption("#dialect", "mustache");
      await p.tab("summary");
      await p.write("template", "<task>\n{{{status}}}\n</task>", { paste: true });
      await p.page.waitForFunction(() => document.getElementById("problems").textContent.includes("W0506"));
    } finally {
      await p.close();
    }
  });
});

describe("a template that takes too long", () => {
  it("is stopped, and the page goes on", async () => {
    const p = await open(server.url);
    try {
      await p.page.evaluate(() => localStorage.setItem("itl-playground:preferences", JSON.stringify({ patience: 40 })));
      await p.page.reload();
      await ready(p.page);
      await p.tab("summary");
      await p.write("payload", JSON.stringify({ a: Array.from({ length: 400 }, (_, i) => i), status: "fine" }), {
        paste: true,
      });
      await p.write("template", "{{ #a }}{{ #a }}{{ #a }}{{ #a }}{{ . }}{{ /a }}{{ /a }}{{ /a }}{{ /a }}", {
        paste: true,
      });
      await p.page.waitForFunction(
        () => document.getElementById("preview").textContent.includes("Stopped"),
        undefined,
        { timeout: 15_000 },
      );
      assert.ok(Number(await p.page.getAttribute("#status", "data-restarts")) >= 1);
      await p.write("template", "All {{ status }}", { paste: true });
      await p.expectSent("All fine", 15_000);
    } finally {
      await p.close();
    }
  });

  it("reaches its limits long before, with the usual patience", async () => {
    const p = await open(server.url);
    try {
      await p.tab("summary");
      await p.write("payload", JSON.stringify({ a: Array.from({ length: 400 }, (_, i) => i) }), { paste: true });
      await p.write("template", "{{ #a }}{{ #a }}{{ #a }}{{ #a }}{{ #a }}x{{ /a }}{{ /a }}{{ /a }}{{ /a }}{{ /a }}", {
        paste: true,
      });
      await p.page.waitForFunction(
        () =>
          /W040[45]|Stopped/.test(
            document.getElementById("problems").textContent + document.getElementById("preview").textContent,
          ),
        undefined,
        { timeout: 15_000 },
      );
      await p.write("template", "fine", { paste: true });
      await p.expectSent("fine", 15_000);
    } finally {
      await p.close();
    }
  });
});

describe("work", () => {
  it("goes round through a link, and what was there can be taken back", async () => {
    const a = await open(server.url, { permissions: ["clipboard-read", "clipboard-write"] });
    let link;
    try {
      await a.tab("summary");
      await a.write("template", "Shared {{ x }} 🔥", { paste: true });
      await a.write("payload", '{"x": "ü"}', { paste: true });
      await a.destination("slack");
      await a.expectSent("Shared ü 🔥");
      await a.page.click("#share");
      await a.page.waitForFunction(() => location.hash.startsWith("#w="));
      link = await a.page.evaluate(() => navigator.clipboard.readText());
      assert.equal(link, a.page.url());
      assert.ok(!server.seen.some((path) => path.includes("w=")), "nothing of the work reaches the server");
    } finally {
      await a.close();
    }
    const b = await open(link);
    try {
      await b.expectSent("Shared ü 🔥");
      assert.equal(await b.text("payload"), '{"x": "ü"}');
      assert.equal(await b.page.getAttribute("[data-destination=slack]", "aria-pressed"), "true");
      assert.equal(new URL(b.page.url()).hash, "");
      assert.deepEqual(b.trouble, []);
      await b.page.goto(`${server.url}#w=damaged`);
      await b.page.waitForSelector("#toast:not([hidden])");
      await b.expectSent("Shared ü 🔥");
    } finally {
      await b.close();
    }
  });

  it("survives a reload", async () => {
    const p = await open(server.url);
    try {
      await p.tab("summary");
      await p.write("template", "Kept {{ status }}", { paste: true });
      await p.expectSent("Kept firing");
      await p.page.reload();
      await ready(p.page);
      await p.expectSent("Kept firing");
    } finally {
      await p.close();
    }
  });

  it("is exported and imported", async () => {
    const p = await open(server.url);
    const folder = mkdtempSync(join(tmpdir(), "itl-import-"));
    try {
      await p.tab("summary");
      await p.write("template", "Exported", { paste: true });
      await p.expectSent("Exported");
      const [download] = await Promise.all([p.page.waitForEvent("download"), p.page.click("#export")]);
      const file = join(folder, "work.json");
      await download.saveAs(file);
      assert.match(download.suggestedFilename(), /\.itl-playground\.json$/);
      await p.write("template", "Changed", { paste: true });
      await p.page.setInputFiles("#import-file", file);
      await p.expectSent("Exported");
      writeFileSync(join(folder, "new.itl"), "New {{ k }}");
      writeFileSync(join(folder, "event.json"), '{"k": "event"}');
      await p.page.setInputFiles("#import-file", [join(folder, "new.itl"), join(folder, "event.json")]);
      await p.expectSent("New event");
      await p.page.click("#toast button");
      await p.expectSent("Exported");
    } finally {
      rmSync(folder, { recursive: true, force: true });
      await p.close();
    }
  });

  it("has tabs that can be made, named, used as partials and deleted", async () => {
    const p = await open(server.url);
    try {
      await p.page.click("#add-doc");
      await p.page.waitForSelector("#doc-dialog[open]");
      await p.page.keyboard.type("footer");
      await p.page.check("#doc-dialog input[type=checkbox]");
      await p.page.keyboard.press("Enter");
      await p.page.waitForFunction(
        () => document.querySelector("#tabs [aria-selected=true]").textContent === "> footer",
      );
      await p.write("template", "-- {{ status }}", { paste: true });
      await p.tab("summary");
      await p.write("template", "Hi\n{{> footer }}", { paste: true });
      await p.expectSent("Hi\n-- firing");
      await p.page.click("#preview [data-piece]");
      assert.equal(await p.page.locator("#tabs [aria-selected=true]").innerText(), "> footer");
      await p.tab("footer");
      await p.page.click("#doc-dialog .danger");
      await p.expectSent("Hi\n");
    } finally {
      await p.close();
    }
  });
});

describe("without a network", () => {
  it("goes on, and opens again", async () => {
    const p = await open(server.url);
    try {
      await p.page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === "activated");
      await p.context.setOffline(true);
      await p.openExample("Grafana", "summary");
      await p.expectSent(readFileSync(join(EXAMPLES, "grafana", "summary.txt"), "utf8"));
      await p.page.reload();
      await ready(p.page);
      await p.expectSent(readFileSync(join(EXAMPLES, "grafana", "summary.txt"), "utf8"));
      await p.page.click("#open-gallery");
      await p.page.waitForSelector("#gallery .card");
    } finally {
      await p.close();
    }
  });

  it("opens the first prompt as well", async () => {
    const p = await open(server.url);
    try {
      const kept = () =>
        p.page.evaluate(async () => {
          const all = (await caches.keys()).map((name) => caches.open(name).then((one) => one.keys()));
          return (await Promise.all(all)).flat().some(({ url }) => url.includes("itl-prompts"));
        });
      while (!(await kept())) await p.page.waitForTimeout(200);
      await p.context.setOffline(true);
      await p.openExample("Observer prompt", "observer");
      await p.page.waitForSelector("#preview .messages .role");
    } finally {
      await p.close();
    }
  });
});

describe("the policy", () => {
  it("lets no other script, picture, request or frame in", async () => {
    const p = await open(server.url);
    try {
      const csp = await p.page.getAttribute('meta[http-equiv="Content-Security-Policy"]', "content");
      assert.match(csp, /default-src 'none'/);
      assert.match(csp, /script-src 'self' 'wasm-unsafe-eval'(;|$)/);
      const found = await p.page.evaluate(async () => {
        const violations = [];
        addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
        const script = document.createElement("script");
        try {
          script.textContent = "window.owned = 1";
        } catch {
          violations.push("trusted-types");
        }
        document.body.append(script);
        new Image().src = "https://example.com/x.png";
        await fetch("https://example.com/").catch(() => {});
        try {
          document.body.setAttribute("onclick", "window.owned = 3");
          document.body.click();
        } catch {
          violations.push("trusted-types");
        }
        await new Promise((resolve) => setTimeout(resolve, 200));
        return { violations, owned: window.owned };
      });
      assert.equal(found.owned, undefined);
      for (const directive of ["trusted-types", "img-src", "connect-src"])
        assert.ok(
          found.violations.some((v) => v.startsWith(directive)),
          `${directive} in ${found.violations}`,
        );
      // The browser reports refused requests too; none may have left.
      assert.ok(!server.seen.includes("/x.png"));
    } finally {
      await p.close();
    }
  });

  it("also holds as a header, as the documentation gives it", async () => {
    const readme = readFileSync(resolve(here, "..", "README.md"), "utf8");
    const csp = await open(server.url).then(async (p) => {
      const content = await p.page.getAttribute('meta[http-equiv="Content-Security-Policy"]', "content");
      await p.close();
      return content;
    });
    assert.ok(readme.includes(csp), "the README names the policy of the page");
  });
});

describe("people", () => {
  const axe = readFileSync(resolve(here, "..", "node_modules", "axe-core", "axe.min.js"), "utf8");
  const findings = async (page) => {
    const cdp = await page.context().newCDPSession(page);
    // Past the page's policy, which would not let the checker in.
    await cdp.send("Runtime.evaluate", { expression: axe });
    const { result } = await cdp.send("Runtime.evaluate", {
      expression:
        "axe.run(document, { resultTypes: ['violations'] }).then((r) => JSON.stringify(r.violations.map((v) => ({ id: v.id, impact: v.impact, nodes: v.nodes.map((n) => n.html.slice(0, 160) + ' ' + n.failureSummary.slice(0, 300)) }))))",
      awaitPromise: true,
      returnByValue: true,
    });
    return JSON.parse(result.value);
  };
  const serious = (all) => all.filter((v) => v.impact === "serious" || v.impact === "critical");

  for (const colorScheme of ["light", "dark"]) {
    it(`axe finds nothing serious, ${colorScheme}`, async () => {
      const p = await open(server.url, { colorScheme });
      try {
        assert.deepEqual(serious(await findings(p.page)), []);
        await p.tab("summary");
        await p.write("template", "{{ status.uperCase() }} {{ nothing }}", { paste: true });
        await p.page.waitForSelector("#problems .problem.error");
        for (const id of ["slack", "teams", "email", "sms", "phone", "webhook", "pagerduty", "ilert", "plain"]) {
          await p.destination(id);
          await p.page.waitForTimeout(60);
          assert.deepEqual(serious(await findings(p.page)), [], id);
        }
        for (const [button, dialog] of [
          ["#open-gallery", "#gallery"],
          ["#insert", "#insert-dialog"],
          ["#help", "#help-dialog"],
          ["#add-doc", "#doc-dialog"],
        ]) {
          await p.page.click(button);
          await p.page.waitForSelector(`${dialog}[open]`);
          assert.deepEqual(serious(await findings(p.page)), [], dialog);
          await p.page.keyboard.press("Escape");
        }
      } finally {
        await p.close();
      }
    });
  }

  for (const colorScheme of ["light", "dark"]) {
    it(`axe finds nothing serious in the views, ${colorScheme}`, async () => {
      const p = await open(server.url, { colorScheme });
      try {
        await p.tab("key");
        for (const view of ["all", "key", "alert", "tests"]) {
          await p.view(view);
          if (view === "tests") await p.page.click("#keep-message");
          await p.page.waitForTimeout(400);
          assert.deepEqual(serious(await findings(p.page)), [], view);
        }
        await p.write("template", "{{ status }} {{ #alerts }}{{ startsAt }}{{ /alert }}", { paste: true });
        await p.page.waitForSelector(".test.bad");
        assert.deepEqual(serious(await findings(p.page)), [], "a failing test");
        await p.view("key");
        await p.page.selectOption("#target", "ilert");
        await p.page.waitForTimeout(900);
        assert.deepEqual(serious(await findings(p.page)), [], "warnings of the key, target ilert");
        await p.page.click("#insert");
        await p.page.click('[aria-label="Shapes of alerts"]');
        assert.deepEqual(serious(await findings(p.page)), [], "shapes");
        await p.page.keyboard.press("Escape");
        await p.page.click("#title");
        await p.page.waitForSelector("#works-dialog[open]");
        assert.deepEqual(serious(await findings(p.page)), [], "works");
        await p.page.keyboard.press("Escape");
        await p.view("message");
        await p.destination("push");
        await p.page.waitForTimeout(100);
        assert.deepEqual(serious(await findings(p.page)), [], "push");
      } finally {
        await p.close();
      }
    });
  }

  it("reach everything by keyboard", async () => {
    const p = await open(server.url);
    try {
      const reached = new Set();
      for (let i = 0; i < 70; i++) {
        await p.page.keyboard.press("Tab");
        reached.add(
          await p.page.evaluate(() => document.activeElement.id || document.activeElement.closest("[id]")?.id),
        );
        if (await p.page.evaluate(() => document.activeElement.closest(".cm-editor") !== null))
          await p.page.keyboard.press("Escape");
      }
      for (const id of [
        "open-gallery",
        "share",
        "import",
        "export",
        "theme",
        "help",
        "template-editor",
        "payload-editor",
        "insert",
        "format",
        "preview",
        "dialect",
        "timezone",
        "clock",
        "escape",
        "strict",
        "cut",
        "invisibles",
        "row-gutter",
        "column-gutter",
      ]) {
        assert.ok(
          [...reached].some((r) => r === id),
          `${id} in ${[...reached]}`,
        );
      }
    } finally {
      await p.close();
    }
  });

  it("choose light or dark, and it stays", async () => {
    const p = await open(server.url, { colorScheme: "light" });
    try {
      const background = () => p.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const light = await background();
      await p.page.click("#theme");
      assert.equal(await background(), light);
      await p.page.click("#theme");
      const dark = await background();
      assert.notEqual(dark, light);
      await p.page.reload();
      await ready(p.page);
      assert.equal(await background(), dark);
    } finally {
      await p.close();
    }
  });

  it("use it on a phone", async () => {
    const p = await open(server.url, {
      viewport: { width: 360, height: 780 },
      isMobile: true,
      hasTouch: true,
      deviceScaleFactor: 2,
    });
    try {
      const width = () => p.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      let [content, screen] = await width();
      assert.ok(content <= screen, `${content} is wider than ${screen}`);
      await p.page.tap("#intro-close");
      await p.page.locator("#tabs [role=tab]", { hasText: "summary" }).tap();
      await p.write("template", "On the go: {{ status }}", { paste: true });
      await p.expectSent("On the go: firing");
      await p.panel("preview");
      await p.page.selectOption("#destination-select", "sms");
      await p.page.waitForSelector("#sms-facts");
      for (const panel of ["template", "payload", "preview"]) {
        await p.panel(panel);
        [content, screen] = await width();
        assert.ok(content <= screen, `${content} is wider than ${screen} with ${panel}`);
        const small = await p.page.evaluate(() =>
          [...document.querySelectorAll("button, select, input:not([type=checkbox]):not([hidden])")]
            .filter((el) => el.checkVisibility() && !el.closest(".cm-editor"))
            .filter((el) => el.getBoundingClientRect().height < 43.5 || el.getBoundingClientRect().width < 43.5)
            .map((el) => el.id || el.className || el.textContent),
        );
        assert.deepEqual(small, [], "targets smaller than 44 px");
      }
      for (const view of ["all", "key", "alert", "tests"]) {
        await p.view(view);
        await p.page.waitForTimeout(200);
        [content, screen] = await width();
        assert.ok(content <= screen, `${content} is wider than ${screen} with ${view}`);
        const inner = await p.page.evaluate(
          () => document.getElementById("other-view").scrollWidth - document.getElementById("other-view").clientWidth,
        );
        assert.ok(inner <= 0, `${view} is ${inner} px too wide`);
      }
      await p.page.tap("#open-gallery");
      await p.page.waitForSelector("#gallery .card");
      const box = await p.page.locator("#gallery").boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= screen);
      await p.page.keyboard.press("Escape");
      assert.deepEqual(serious(await findings(p.page)), []);
    } finally {
      await p.close();
    }
  });
});

describe("itl playground", () => {
  it("serves the page under its policy", { skip: !itl }, async (t) => {
    const running = spawn(itl, ["playground", "--port", "0"], { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    running.stderr.on("data", (bytes) => (said += bytes));
    const address = await new Promise((resolve) => {
      running.stdout.once("data", (bytes) => resolve(String(bytes).trim()));
      running.once("exit", () => resolve(null));
    });
    // The feature is a choice of who builds the command.
    if (address === null && /no playground|was not built/.test(said))
      return t.skip("this `itl` was built without the page");
    assert.ok(address, said);
    try {
      const answer = await fetch(address);
      assert.match(
        answer.headers.get("content-security-policy"),
        /script-src 'self' 'wasm-unsafe-eval';.*frame-ancestors 'none'/,
      );
      await answer.text();
      const p = await open(address);
      await p.expectSent(readFileSync(join(EXAMPLES, "alertmanager", "details.txt"), "utf8"));
      await p.openExample("Grafana", "summary");
      await p.expectSent(readFileSync(join(EXAMPLES, "grafana", "summary.txt"), "utf8"));
      await p.destination("email");
      await p.page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === "activated");
      assert.deepEqual(p.trouble, []);
      assert.deepEqual(p.foreign, []);
      await p.close();
    } finally {
      running.kill();
    }
  });
});

describe("itl playground in a project", () => {
  const folder = mkdtempSync(join(tmpdir(), "itl-project-"));
  const file = (name, text) => writeFileSync(join(folder, name), text);
  let running;
  let p;
  before(async () => {
    file(
      "itl.toml",
      `timezone = "Asia/Tokyo"
now = 2026-01-02T00:00:00Z
partials = "parts"
samples = "*.json"
allow = "W0301"

[[templates]]
files = "key.itl"
on_error = "empty"
portable = true
`,
    );
    file("message.itl", '{{ host }} at {{ at.formatDateString("%H:%M") }}{{ missing }}{{> sign }}');
    file("key.itl", "{{ host.uper( }}");
    mkdirSync(join(folder, "parts"));
    file("parts/sign.itl", " -- ops");
    file("one.json", '{"host": "db-1", "at": "2026-01-01T20:00:00Z"}');
    if (!itl) return;
    running = spawn(itl, ["playground", folder, "--port", "0"], { stdio: ["ignore", "pipe", "ignore"] });
    const address = await new Promise((resolve) => {
      running.stdout.once("data", (bytes) => resolve(String(bytes).trim()));
      running.once("exit", () => resolve(null));
    });
    if (address !== null) p = await open(address);
  });
  after(async () => {
    await p?.close();
    running?.kill();
    rmSync(folder, { recursive: true });
  });
  /** The list is read from the browser's storage before the dialog opens. */
  const titles = async () => {
    await p.page.waitForSelector("#works-dialog[open] .work-open");
    return p.page.locator("#works-dialog .work-open b").allTextContents();
  };

  it("opens its templates with what itl.toml says", async (t) => {
    if (!p) return t.skip("there is no `itl` with the page in it");
    const name = folder.split("/").at(-1);
    await p.expectSent("");
    assert.deepEqual([await p.page.inputValue("#on-error"), await p.page.inputValue("#target")], ["empty", "ilert"]);
    await p.page.click("#title");
    assert.deepEqual(new Set(await titles()), new Set([`${name}: message.itl`, `${name}: key.itl`]));
    await p.page.locator("#works-dialog .work-open", { hasText: "message.itl" }).click();
    await p.expectSent("db-1 at 05:00 -- ops");
    assert.equal(await p.page.inputValue("#timezone"), "Asia/Tokyo");
    assert.equal(await p.page.textContent("#allowed span"), "Warnings that are not shown: W0301.");
    await p.page.waitForFunction(() => document.getElementById("problems").textContent.includes("No problems"));
    await p.page.click("#allow-none");
    await p.page.waitForFunction(() => document.getElementById("problems").textContent.includes("missing"));
    await p.page.click("#title");
    await p.page.locator("#works-dialog .work-open", { hasText: "key.itl" }).click();
    await p.expectSent("");
    assert.deepEqual(p.trouble, []);
    assert.deepEqual(p.foreign, []);
  });

  it("keeps what was changed in the page until the files change, and then in the history", async (t) => {
    if (!p) return t.skip("there is no `itl` with the page in it");
    await p.write("template", "{{ host }} mine");
    await p.expectSent("db-1 mine");
    await p.page.waitForTimeout(400);
    await p.page.reload();
    await ready(p.page);
    await p.expectSent("db-1 mine");
    file("key.itl", "{{ host }} theirs");
    await p.page.reload();
    await ready(p.page);
    await p.expectSent("db-1 theirs");
    await p.page.click("#title");
    await p.page.waitForSelector("#works-dialog[open] .history");
    assert.match(await p.page.textContent("#works-dialog .history"), /before its files changed/);
    assert.deepEqual(p.trouble, []);
  });
});

describe("an engine that cannot be loaded", () => {
  it("is said, and the page stays", async () => {
    const p = await open(server.url, { serviceWorkers: "block" });
    try {
      await p.page.route("**/*.wasm", (route) => route.abort());
      await p.page.reload();
      await p.page.waitForFunction(() => document.getElementById("preview").textContent.includes("The engine failed"));
      await p.tab("summary");
      await p.write("template", "still here", { paste: true });
      assert.equal(await p.text("template"), "still here");
    } finally {
      await p.close();
    }
  });
});

describe("two pages at once", () => {
  it("do not disturb each other", async () => {
    const p = await open(server.url);
    try {
      const second = await p.context.newPage();
      const trouble = [];
      watch(second, server.url, trouble, []);
      await second.goto(server.url);
      await ready(second);
      const q = helpers(second);
      await q.tab("summary");
      await q.write("template", "second", { paste: true });
      await q.expectSent("second");
      await p.expectSent(readFileSync(join(EXAMPLES, "alertmanager", "details.txt"), "utf8"));
      assert.deepEqual(trouble, []);
    } finally {
      await p.close();
    }
  });
});
