import type { Diagnostic, Escape, Message, Provider } from "itl-wasm";
import type { Job, PromptRequest } from "../engine/protocol.js";
import type { MappedText } from "../mapped.js";
import type { CheckAnswer } from "./answer.js";

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
  /** Remembers something by name, as `choose` does, but draws nothing. */
  note: (name: string, value: string) => void;
  /** Checks an answer of a model; without it none can be checked here. */
  checkAnswer: CheckAnswer | null;
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
  /** It is drawn as its reader sees it, by `DRAWINGS`; without it only the text is shown. */
  drawn?: boolean;
}

export const DESTINATIONS: readonly DestinationInfo[] = [
  { id: "plain", label: "Plain text", escape: "none", hint: "The text as it is. Nothing is escaped." },
  {
    id: "slack",
    label: "Slack",
    escape: "slack",
    budget: "slack",
    hint: "Values cannot mention people or break links: & < > are escaped. Format with *bold*, _italic_, `code`.",
    drawn: true,
  },
  {
    id: "teams",
    label: "Microsoft Teams",
    escape: "markdown",
    hint: "The text of an Adaptive Card: bold, italic, links and lists. Values are escaped, so that * and _ in them stay letters.",
    drawn: true,
  },
  {
    id: "email",
    label: "E-mail",
    escape: "html",
    hint: "HTML. Values are escaped; markup comes from the template alone.",
    drawn: true,
  },
  {
    id: "sms",
    label: "SMS",
    escape: "none",
    budget: "sms-either",
    hint: "Cut to one SMS: 160 characters, or 70 with emoji and other signs.",
    drawn: true,
  },
  {
    id: "push",
    label: "Push",
    escape: "none",
    hint: "A notification on a phone's lock screen. The summary is its title.",
    drawn: true,
  },
  { id: "phone", label: "Phone call", escape: "none", hint: "Read aloud by a voice.", drawn: true },
  {
    id: "webhook",
    label: "Webhook JSON",
    escape: "json",
    hint: "Values are escaped for JSON strings, and the whole text is checked.",
    drawn: true,
  },
  {
    id: "pagerduty",
    label: "PagerDuty",
    escape: "none",
    budget: "pagerduty",
    hint: "The summary of an event: at most 1,024 characters.",
    drawn: true,
  },
  {
    id: "ilert",
    label: "ilert summary",
    escape: "none",
    hint: "The headline of an alert, in lists, pushes and calls.",
    drawn: true,
  },
  {
    id: "messages",
    label: "Messages",
    escape: "none",
    prompt: true,
    hint: "The prompt as messages, one a role.",
    drawn: true,
  },
  {
    id: "provider",
    label: "Provider JSON",
    escape: "none",
    prompt: true,
    hint: "The body that goes to the model's API.",
    drawn: true,
  },
];

export const destinationOf = (id: Destination): DestinationInfo =>
  DESTINATIONS.find((d) => d.id === id) ?? DESTINATIONS[0]!;
