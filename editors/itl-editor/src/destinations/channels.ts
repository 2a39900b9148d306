// Slack, Teams, push and webhooks as their readers see them.
import { h } from "../dom.js";
import { bar, chars } from "./bar.js";
import { cardNodes, toBlocks } from "./cards.js";
import { segmented } from "./choice.js";
import type { Drawing } from "./index.js";
import { jsonError, jsonNodes } from "./json.js";
import { slackNotes, teamsNotes } from "./lint.js";
import { markdownNodes } from "./markdown.js";
import { slackNodes } from "./slack.js";

const notesOf = (notes: readonly string[]): HTMLElement | null =>
  notes.length > 0
    ? h("ul", { class: "channel-notes" }, ...notes.map((note) => h("li", { class: "note" }, note)))
    : null;

const avatar = (): HTMLElement => h("span", { class: "avatar", "aria-hidden": "true" }, "il");

/** Slack folds a long message of an app; what is above the fold is what most people read. */
const FOLD = 700;

/** Where the fold falls: at the end of the last whole line; an address under words is not seen. */
function foldOf(text: string): number {
  let seen = 0;
  let line = 0;
  for (let i = 0; i < text.length; i++) {
    const link = text[i] === "<" ? /^<[^>|\n]*\|/.exec(text.slice(i, i + 2_000)) : null;
    if (link) i += link[0].length - 1;
    else if (++seen > FOLD) return line || i;
    if (text[i] === "\n") line = i;
  }
  return text.length;
}

export function slack({ mapped, choice, choose, copy }: Drawing): Node {
  const { text } = mapped;
  const fold = foldOf(text);
  const long = fold < text.length;
  const open = !long || choice("slack-more", "less") === "more";
  const end = open ? text.length : fold;
  const more = (): void => choose("slack-more", open ? "less" : "more");
  return h(
    "div",
    {},
    h(
      "div",
      { class: "chat slack" },
      avatar(),
      h(
        "div",
        {},
        h("div", { class: "who" }, h("b", {}, "ilert"), h("span", { class: "app" }, "APP")),
        h("div", { class: "body" }, slackNodes(mapped, 0, end)),
        long ? h("button", { type: "button", class: "more", onclick: more }, open ? "Show less" : "Show more") : null,
      ),
    ),
    notesOf(slackNotes(text)),
    h(
      "button",
      {
        type: "button",
        class: "button small copy-blocks",
        onclick: () => copy(JSON.stringify(toBlocks(text), null, 2), "The message as Block Kit is on the clipboard."),
      },
      "Copy as Block Kit",
    ),
  );
}

export function teams({ mapped }: Drawing): Node {
  return h(
    "div",
    {},
    h(
      "div",
      { class: "chat teams" },
      h(
        "div",
        { class: "card" },
        h("div", { class: "who" }, avatar(), h("b", {}, "ilert")),
        h("div", { class: "body" }, markdownNodes(mapped, true)),
      ),
    ),
    notesOf(teamsNotes(mapped.text)),
  );
}

/** About how much of a push a lock screen shows before it is opened. */
const LOCKED = 110;

export function push({ mapped, whole, subject }: Drawing): Node {
  const { text } = mapped;
  const title = subject?.trim().split("\n")[0] ?? "";
  return h(
    "div",
    { class: "lock" },
    h("div", { class: "lock-time", "aria-hidden": "true" }, "3:17"),
    h(
      "div",
      { class: "push" },
      h("div", { class: "push-app" }, avatar(), "ilert", h("span", { class: "grow" }), "now"),
      title && title !== text.trim() ? h("b", {}, title) : null,
      h(
        "div",
        { class: "push-text" },
        text ? mapped.nodes() : h("i", {}, "An empty push shows only the name of the app."),
      ),
    ),
    bar(chars(whole), LOCKED, "characters that a lock screen shows", false),
    /\n/.test(text.trim())
      ? h("p", { class: "note" }, "Line breaks are shown as spaces until the push is opened.")
      : null,
  );
}

export function webhook({ mapped, warnings, choice, choose }: Drawing): Node {
  const problem = jsonError(mapped.text);
  if (problem === null) {
    const card = cardNodes(mapped.text);
    const view = choice("webhook-view", "card");
    return h(
      "div",
      {},
      h("p", { class: "verdict good" }, "Valid JSON"),
      card ? segmented("View of the card", ["card", "json"], view, (value) => choose("webhook-view", value)) : null,
      card && view === "card" ? card : h("pre", { class: "code" }, jsonNodes(mapped)),
    );
  }
  const found = warnings.find((w) => w.code.startsWith("E06"));
  return h(
    "div",
    {},
    h("p", { class: "verdict bad" }, "Not valid JSON: ", found?.message ?? problem),
    found?.help ? h("p", { class: "note" }, found.help) : null,
    h("pre", { class: "code" }, mapped.nodes()),
  );
}
