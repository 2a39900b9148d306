import type { Diagnostic, Escape, Message, Provider } from "itl-wasm";
import { h } from "../dom.js";
import type { Job, PromptRequest } from "../engine/protocol.js";
import type { MappedText } from "../mapped.js";
import { bar, chars } from "./bar.js";
import { messagesView, provider } from "./prompts.js";
import { push, slack, teams, webhook } from "./channels.js";
import { email } from "./email.js";
import { countSms } from "./sms.js";

/** How the message leaves. */
export type Destination =
  | "plain"
  | "slack"
  | "teams"
  | "email"
  | "sms"
  | "phone"
  | "push"
  | "webhook"
  | "pagerduty"
  | "ilert"
  | "messages"
  | "provider";

export const ESCAPES: readonly Escape[] = [
  "none",
  "html",
  "json",
  "xml",
  "url",
  "markdown",
  "markdown-cell",
  "slack",
  "telegram",
  "telegram-legacy",
];

/** What a destination is drawn from. */
export interface Drawing {
  mapped: MappedText;
  /** The text before the cut. */
  whole: string;
  warnings: readonly Diagnostic[];
  messages: readonly Message[] | null;
  /** The request in the shape of `provider`. */
  request: PromptRequest | null;
  title: string;
  /** What the template called summary or subject prints, where there is one. */
  subject: string | null;
  /** What the reader of the page has chosen in this drawing, by name; choosing draws it anew. */
  choice: (name: string, otherwise: string) => string;
  choose: (name: string, value: string) => void;
  /** Puts a text on the clipboard. */
  copy: (text: string, done: string) => void;
  provider: Provider;
  onProvider: (provider: Provider) => void;
  /** The request that this one is compared with, of the same provider. */
  previous: PromptRequest | null;
  /** Compares with a request from here on; `null` ends that. */
  compare: (previous: PromptRequest | null) => void;
}

export interface DestinationInfo {
  id: Destination;
  label: string;
  /** How values are escaped on their way out. */
  escape: Escape;
  /** Where it cuts the text. */
  budget?: Job["budget"];
  /** One line that says what happens to the text. */
  hint: string;
  /** Only where the template is a prompt. */
  prompt?: boolean;
  /** Draws it as its reader sees it; without it only the text is shown. */
  draw?: (drawing: Drawing) => Node;
}

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

export const DESTINATIONS: readonly DestinationInfo[] = [
  { id: "plain", label: "Plain text", escape: "none", hint: "The text as it is. Nothing is escaped." },
  {
    id: "slack",
    label: "Slack",
    escape: "slack",
    budget: "slack",
    hint: "Values cannot mention people or break links: & < > are escaped. Format with *bold*, _italic_, `code`.",
    draw: slack,
  },
  {
    id: "teams",
    label: "Microsoft Teams",
    escape: "markdown",
    hint: "The text of an Adaptive Card: bold, italic, links and lists. Values are escaped, so that * and _ in them stay letters.",
    draw: teams,
  },
  {
    id: "email",
    label: "E-mail",
    escape: "html",
    hint: "HTML. Values are escaped; markup comes from the template alone.",
    draw: email,
  },
  {
    id: "sms",
    label: "SMS",
    escape: "none",
    budget: "sms-either",
    hint: "Cut to one SMS: 160 characters, or 70 with emoji and other signs.",
    draw: sms,
  },
  {
    id: "push",
    label: "Push",
    escape: "none",
    hint: "A notification on a phone's lock screen. The summary is its title.",
    draw: push,
  },
  { id: "phone", label: "Phone call", escape: "none", hint: "Read aloud by a voice.", draw: phone },
  {
    id: "webhook",
    label: "Webhook JSON",
    escape: "json",
    hint: "Values are escaped for JSON strings, and the whole text is checked.",
    draw: webhook,
  },
  {
    id: "pagerduty",
    label: "PagerDuty",
    escape: "none",
    budget: "pagerduty",
    hint: "The summary of an event: at most 1,024 characters.",
    draw: pagerduty,
  },
  {
    id: "ilert",
    label: "ilert summary",
    escape: "none",
    hint: "The headline of an alert, in lists, pushes and calls.",
    draw: ilert,
  },
  {
    id: "messages",
    label: "Messages",
    escape: "none",
    prompt: true,
    hint: "The prompt as messages, one a role.",
    draw: messagesView,
  },
  {
    id: "provider",
    label: "Provider JSON",
    escape: "none",
    prompt: true,
    hint: "The body that goes to the model's API.",
    draw: provider,
  },
];

export const destinationOf = (id: Destination): DestinationInfo =>
  DESTINATIONS.find((d) => d.id === id) ?? DESTINATIONS[0]!;
