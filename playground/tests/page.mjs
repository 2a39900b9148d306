import { launch } from "./browser.mjs";

const MAIN = process.platform === "darwin" ? "Meta" : "Control";

/** Opens the page and gives what the tests do with it. */
export async function open(url, options = {}) {
  const { context, close } = await launch(options);
  const page = context.pages()[0] ?? (await context.newPage());
  const trouble = [];
  const foreign = [];
  watch(page, url, trouble, foreign);
  try {
    await page.goto(url, { timeout: 30_000 });
    await ready(page);
  } catch (error) {
    // A browser that stays open would keep the test's process from ending.
    await close();
    throw error;
  }
  return { context, page, close, trouble, foreign, ...helpers(page) };
}

export function watch(page, url, trouble, foreign) {
  const { origin } = new URL(url);
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && trouble.push(message.text()));
  page.on("pageerror", (error) => trouble.push(String(error)));
  page.on("request", (request) => {
    const target = new URL(request.url());
    if (target.origin !== origin && !["data:", "blob:", "about:"].includes(target.protocol))
      foreign.push(request.url());
  });
}

export const ready = (page) => page.waitForSelector("html[data-ready]", { timeout: 20_000 });

export function helpers(page) {
  const content = (panel) => page.locator(`#${panel}-editor .cm-content`);
  const view = (panel) =>
    `document.querySelector("#${panel}-editor .cm-content").cmTile?.root?.view ?? document.querySelector("#${panel}-editor .cm-content").cmView?.view`;
  const text = (panel) => page.evaluate(`(${view(panel)}).state.doc.toString()`);
  return {
    text,
    /** Replaces a text as a person does: all selected, then typed or pasted. */
    async write(panel, value, { paste = false } = {}) {
      await content(panel).click();
      await page.keyboard.press(`${MAIN}+a`);
      if (value === "") await page.keyboard.press("Delete");
      else if (paste) await page.keyboard.insertText(value);
      else await page.keyboard.type(value);
    },
    focus: (panel) => content(panel).click(),
    select: (panel, from, to = from) =>
      page.evaluate(
        `(${view(panel)}).dispatch({ selection: { anchor: ${from}, head: ${to} } }), (${view(panel)}).focus()`,
      ),
    press: (keys) => page.keyboard.press(keys.replace("Mod", MAIN)),
    destination: (id) => page.click(`[data-destination=${id}]`),
    tab: (name) =>
      page.locator("#tabs [role=tab]", { hasText: new RegExp(`^(> )?${name.replace(/[.]/g, "\\.")}$`) }).click(),
    /** On a narrow page: shows a panel. */
    panel: (id) => page.click(`#panel-switch [data-panel=${id}-panel]`),
    view: (id) => page.click(`#views [data-view=${id}]`),
    event: (name) => page.locator("#event-tabs [role=tab]", { hasText: new RegExp(`^${name}$`) }).click(),
    /** The exact text that is sent. */
    sent: () => page.evaluate(() => document.getElementById("preview").dataset.text),
    shown: () => page.locator("#preview").innerText(),
    /** Waits until the text that is sent is `expected`, and fails with the difference. */
    async expectSent(expected, timeout = 5_000) {
      const reached = await page
        .waitForFunction((want) => document.getElementById("preview").dataset.text === want, expected, {
          timeout,
          polling: 20,
        })
        .then(
          () => true,
          () => false,
        );
      if (!reached) {
        const got = await page.evaluate(() => document.getElementById("preview").dataset.text);
        throw new Error(`the preview is\n${JSON.stringify(got)}\nand not\n${JSON.stringify(expected)}`);
      }
    },
    async openExample(title, file) {
      await page.click("#open-gallery");
      await page.click(`#gallery [aria-label="${title}: ${file}"]`);
    },
    problems: () => page.locator("#problems .problem").allInnerTexts(),
  };
}
