// How each destination is drawn. A message as plain text needs none of it; a page fetches it when one is first chosen.
import { h } from "../dom.js";
import { bar, chars } from "./bar.js";
import { push, slack, teams, webhook } from "./channels.js";
import { email } from "./email.js";
import type { Destination, Drawing } from "./index.js";
import { messagesView, provider } from "./prompts.js";
import { countSms } from "./sms.js";

function sms({ mapped, whole }: Drawing): Node {
  const sent = countSms(mapped.text);
  const all = countSms(whole);
  const cut = mapped.text !== whole;
  const facts = [
    `${sent.encoding}`,
    `${sent.units} of ${sent.segments > 1 ? sent.segments * sent.perSegment : sent.perSegment} ${sent.encoding === "GSM-7" ? "characters" : "UTF-16 units"}`,
    `${sent.segments} ${sent.segments === 1 ? "segment" : "segments"}`,
  ];
  return h(
    "div",
    { class: "handset" },
    h("div", { class: "bubble" }, mapped.text ? mapped.nodes() : h("i", {}, "An empty message is not sent.")),
    h("p", { class: "facts", id: "sms-facts" }, facts.join(" · ")),
    cut ? h("p", { class: "note" }, `The whole text would take ${all.segments} segments.`) : null,
    all.foreign.length
      ? h(
          "p",
          { class: "note" },
          `Not in the SMS alphabet: ${all.foreign
            .slice(0, 12)
            .map((c) => `“${c.trim() ? c : `U+${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`}”`)
            .join(
              " ",
            )}${all.foreign.length > 12 ? " …" : ""}. One such character makes the message a Unicode one, with 70 in place of 160.`,
        )
      : null,
  );
}

function phone({ mapped }: Drawing): Node {
  const { text } = mapped;
  const words = text.split(/\s+/).filter(Boolean).length;
  const seconds = Math.max(1, Math.round(words / 2.5));
  const notes: string[] = [];
  if (/https?:\/\//.test(text)) notes.push("Links are spelled out letter by letter; leave them to the other channels.");
  if (/\b[0-9a-f]{12,}\b|\b\d{7,}\b/i.test(text)) notes.push("Long numbers are hard to follow when spoken.");
  if (/\p{Extended_Pictographic}/u.test(text)) notes.push("Emoji are left out or read as their names.");
  if (seconds > 30) notes.push("People hang up on long calls: half a minute is a good limit.");
  return h(
    "div",
    { class: "call" },
    h(
      "div",
      { class: "call-head" },
      h("span", { class: "call-icon", "aria-hidden": "true" }, "☎"),
      h("div", {}, h("b", {}, "Incoming call"), h("div", { class: "facts" }, `${words} words · about ${seconds} s`)),
    ),
    h("div", { class: "spoken" }, mapped.nodes()),
    ...notes.map((note) => h("p", { class: "note" }, note)),
  );
}

function pagerduty({ mapped, whole }: Drawing): Node {
  return h(
    "div",
    { class: "incident" },
    h(
      "div",
      { class: "incident-row" },
      h("span", { class: "pill red" }, "Triggered"),
      h("span", { class: "incident-title" }, mapped.nodes()),
    ),
    bar(chars(whole), 1_024, "characters", mapped.text !== whole),
    /\n/.test(mapped.text.trim())
      ? h("p", { class: "note" }, "A summary is one line; line breaks are shown as spaces in most places.")
      : null,
  );
}

function ilert({ mapped, whole }: Drawing): Node {
  return h(
    "div",
    { class: "incident" },
    h(
      "div",
      { class: "incident-row" },
      h("span", { class: "pill red" }, "Pending"),
      h("span", { class: "incident-title" }, mapped.nodes()),
    ),
    bar(chars(whole), 120, "characters that a list or a lock screen shows", false),
    /\n/.test(mapped.text.trim())
      ? h("p", { class: "note" }, "A summary is one line; put the rest into the details.")
      : null,
  );
}

/** Draws a message as its reader sees it. */
export const DRAWINGS: Partial<Record<Destination, (drawing: Drawing) => Node>> = {
  slack,
  teams,
  email,
  sms,
  push,
  phone,
  webhook,
  pagerduty,
  ilert,
  messages: messagesView,
  provider,
};
