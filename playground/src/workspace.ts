import type { Dialect, Escape } from "itl-wasm";

/** A template or partial in its tab. */
export interface Doc {
  name: string;
  text: string;
  /** Whether it is there only to be used by others. */
  partial: boolean;
}

/** How the message leaves. */
export type Destination =
  | "plain"
  | "slack"
  | "teams"
  | "email"
  | "sms"
  | "phone"
  | "webhook"
  | "pagerduty"
  | "ilert"
  | "messages"
  | "provider";

/** All that a person can lose; it is kept in the browser, shared in links and exported as a file. */
export interface Workspace {
  v: 1;
  title: string;
  docs: Doc[];
  /** The tab that is open. */
  active: number;
  /** The template that is rendered: the open one, or the last open one that is no partial. */
  main: number;
  payload: string;
  dialect: Dialect;
  destination: Destination;
  /** How values are escaped; `null` is as the destination needs it. */
  escape: Escape | null;
  timezone: string;
  /** The clock in Unix milliseconds; `null` is the present. */
  now: number | null;
  strict: boolean;
  /** Whether the text is cut where the destination cuts it. */
  cut: boolean;
  /** A length of its own, in characters; `null` is the destination's. */
  limit: number | null;
}

const DESTINATIONS: readonly Destination[] = [
  "plain",
  "slack",
  "teams",
  "email",
  "sms",
  "phone",
  "webhook",
  "pagerduty",
  "ilert",
  "messages",
  "provider",
];
export const ESCAPES: readonly Escape[] = ["none", "html", "json", "xml", "url", "markdown", "slack", "telegram"];
const MOST_DOCS = 50;
const MOST_TEXT = 2 << 20;

export function emptyWorkspace(): Workspace {
  return {
    v: 1,
    title: "Untitled",
    docs: [{ name: "message", text: "", partial: false }],
    active: 0,
    main: 0,
    payload: "{}",
    dialect: "itl",
    destination: "plain",
    escape: null,
    timezone: "UTC",
    now: null,
    strict: false,
    cut: true,
    limit: null,
  };
}

/** Reads a workspace from a link, a file or the browser's memory: nothing in it is trusted. */
export function readWorkspace(value: unknown): Workspace | null {
  if (typeof value !== "object" || value === null) return null;
  const given = value as Record<string, unknown>;
  if (given.v !== 1 || !Array.isArray(given.docs)) return null;
  const text = (v: unknown, otherwise: string): string => (typeof v === "string" ? v.slice(0, MOST_TEXT) : otherwise);
  const docs: Doc[] = [];
  for (const doc of given.docs.slice(0, MOST_DOCS) as unknown[]) {
    if (typeof doc !== "object" || doc === null) continue;
    const { name, text: body, partial } = doc as Record<string, unknown>;
    if (typeof name === "string" && typeof body === "string")
      docs.push({ name: name.slice(0, 200), text: body.slice(0, MOST_TEXT), partial: partial === true });
  }
  if (docs.length === 0) return null;
  const index = (v: unknown): number =>
    typeof v === "number" && Number.isInteger(v) && v >= 0 && v < docs.length ? v : 0;
  const blank = emptyWorkspace();
  const destination = DESTINATIONS.find((d) => d === given.destination) ?? "plain";
  const now = typeof given.now === "number" && Number.isSafeInteger(given.now) ? given.now : null;
  return {
    v: 1,
    title: text(given.title, blank.title).slice(0, 200),
    docs,
    active: index(given.active),
    main: index(given.main),
    payload: text(given.payload, "{}"),
    dialect: given.dialect === "mustache" ? "mustache" : "itl",
    destination,
    escape: ESCAPES.find((e) => e === given.escape) ?? null,
    timezone: text(given.timezone, "UTC").slice(0, 64),
    now,
    strict: given.strict === true,
    cut: given.cut !== false,
    limit: typeof given.limit === "number" && Number.isSafeInteger(given.limit) && given.limit > 0 ? given.limit : null,
  };
}
