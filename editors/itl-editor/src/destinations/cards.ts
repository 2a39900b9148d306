// Cards that are JSON: Slack's Block Kit and Adaptive Cards, drawn as far as messages use them.
import type { Json } from "itl-wasm";
import { h } from "../dom.js";
import { MappedText } from "../mapped.js";
import { markdownNodes } from "./markdown.js";
import { slackNodes } from "./slack.js";

type JsonObject = { readonly [key: string]: Json };
const object = (value: Json | undefined): JsonObject | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
const text = (value: Json | undefined): string => (typeof value === "string" ? value : "");
const mapped = (value: string): MappedText => new MappedText(value, [], () => false, false);

/** How many characters Slack's sections and headers take. */
const SECTION = 3_000;
const HEADER = 150;

/** The drawing of a JSON text that is a card; `null` where it is none. */
export function cardNodes(json: string): HTMLElement | null {
  let value: Json;
  try {
    value = JSON.parse(json) as Json;
  } catch {
    return null;
  }
  const root = object(value);
  if (!root) return null;
  if (Array.isArray(root.blocks))
    return h("div", { class: "chat slack blocks" }, h("div", { class: "body" }, ...root.blocks.map(block)));
  const attached = list(root.attachments)
    .map(object)
    .find((one) => text(one?.contentType).includes("adaptive"));
  const card = text(root.type) === "AdaptiveCard" ? root : object(attached?.content);
  if (card && Array.isArray(card.body)) {
    return h("div", { class: "chat teams" }, h("div", { class: "card" }, ...card.body.map(element), actions(card)));
  }
  return null;
}

const slackText = (value: Json | undefined): Node => {
  const found = object(value);
  const words = text(found?.text);
  return text(found?.type) === "mrkdwn" ? slackNodes(mapped(words)) : document.createTextNode(words);
};
const tooLong = (value: Json | undefined, limit: number): HTMLElement | null => {
  const length = [...text(object(value)?.text)].length;
  return length > limit
    ? h(
        "p",
        { class: "note bad" },
        `${length.toLocaleString("en")} characters, of ${limit.toLocaleString("en")} that Slack takes here`,
      )
    : null;
};

function block(value: Json): HTMLElement {
  const one = object(value) ?? {};
  switch (text(one.type)) {
    case "header":
      return h("div", { class: "block-header" }, slackText(one.text), tooLong(one.text, HEADER));
    case "section":
      return h(
        "div",
        { class: "block" },
        one.text === undefined ? null : slackText(one.text),
        tooLong(one.text, SECTION),
        Array.isArray(one.fields)
          ? h("div", { class: "block-fields" }, ...one.fields.map((field) => h("div", {}, slackText(field))))
          : null,
      );
    case "divider":
      return h("hr");
    case "context":
      return h(
        "div",
        { class: "block note" },
        ...list(one.elements).map((part) => h("span", {}, slackText(part), " ")),
      );
    case "actions":
      return h(
        "div",
        { class: "block-actions" },
        ...list(one.elements).map((part) => h("span", { class: "block-button" }, slackText(object(part)?.text))),
      );
    case "image":
      return h("p", { class: "note" }, `[picture: ${text(one.alt_text) || "no alt text"}]`);
    default:
      return h("p", { class: "note" }, `[block of the type “${text(one.type) || "none"}”]`);
  }
}

function element(value: Json): HTMLElement {
  const one = object(value) ?? {};
  switch (text(one.type)) {
    case "TextBlock":
      return h(
        "div",
        {
          class: `body${/bolder/i.test(text(one.weight)) ? " bolder" : ""}${/large/i.test(text(one.size)) ? " large" : ""}`,
        },
        markdownNodes(mapped(text(one.text)), true),
      );
    case "FactSet":
      return h(
        "dl",
        { class: "facts-list" },
        ...list(one.facts).flatMap((fact) => [
          h("dt", {}, text(object(fact)?.title)),
          h("dd", {}, text(object(fact)?.value)),
        ]),
      );
    case "Container":
      return h("div", {}, ...list(one.items).map(element));
    case "ColumnSet":
      return h(
        "div",
        { class: "block-fields" },
        ...list(one.columns).map((column) => h("div", {}, ...list(object(column)?.items).map(element))),
      );
    default:
      return h("p", { class: "note" }, `[element of the type “${text(one.type) || "none"}”]`);
  }
}

const actions = (card: JsonObject): HTMLElement | null =>
  Array.isArray(card.actions)
    ? h(
        "div",
        { class: "block-actions" },
        ...card.actions.map((one) => h("span", { class: "block-button" }, text(object(one)?.title))),
      )
    : null;

/** A message as Block Kit, in sections that Slack takes. */
export function toBlocks(message: string): Json {
  const parts: string[] = [];
  let rest = [...message];
  while (rest.length > SECTION) {
    const head = rest.slice(0, SECTION).join("");
    const line = head.lastIndexOf("\n");
    const cut = line > SECTION / 2 ? [...head.slice(0, line)].length + 1 : SECTION;
    parts.push(rest.slice(0, cut).join(""));
    rest = rest.slice(cut);
  }
  parts.push(rest.join(""));
  return { blocks: parts.map((part) => ({ type: "section", text: { type: "mrkdwn", text: part } })) };
}
