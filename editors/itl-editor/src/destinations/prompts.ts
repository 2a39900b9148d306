// Prompts: the messages with what they cost, and the request of each provider to copy and to compare.
import type { BudgetReport, Json, Provider } from "itl-wasm";
import { diffNodes } from "../diff.js";
import { h } from "../dom.js";
import type { PromptRequest } from "../engine/protocol.js";
import { answerPanel } from "./answer.js";
import { bar } from "./bar.js";
import type { Drawing } from "./index.js";

const ROLES: Record<string, string> = {
  system: "System",
  developer: "Developer",
  user: "User",
  assistant: "Assistant",
  tool: "Tool",
};

/**
 * About how many tokens a text is: four letters of Latin script each, one for a character of scripts
 * that tokenizers split finely. The provider's own count differs by up to a fifth.
 */
export function estimateTokens(text: string): number {
  let quarters = 0;
  for (const c of text) quarters += c < "\u0250" ? 1 : c < "\u2e80" ? 2 : 4;
  return Math.ceil(quarters / 4);
}

const count = (tokens: number): string => `≈ ${tokens.toLocaleString("en")} ${tokens === 1 ? "token" : "tokens"}`;

/** What the request takes of its budget, by part, and what was left out so that it fits. */
function budgetNodes({ limit, used, parts, dropped, next_cut_in }: BudgetReport): Node[] {
  const number = (n: number): string => n.toLocaleString("en");
  const shares: [string, number][] = [
    ["tools and schema", parts.tools],
    ["system", parts.system],
    ["history", parts.history],
    ["last turn", parts.last],
  ];
  const taken = shares.filter(([, tokens]) => tokens > 0).map(([part, tokens]) => ` · ${part} ${number(tokens)}`);
  const nodes: Node[] = [h("p", { class: "facts", id: "prompt-budget" }, h("b", {}, count(used)), ...taken)];
  if (limit !== null) nodes.push(bar(used, limit, "tokens", false));
  if (dropped.length > 0) {
    const numbers = dropped.flatMap(({ messages }) => messages);
    const tokens = dropped.reduce((sum, one) => sum + one.tokens, 0);
    const left = `Left out so that it fits: ${numbers.length === 1 ? "message" : "messages"} ${ranges(numbers)}, ${count(tokens)}.`;
    const next = next_cut_in === null ? "" : ` The next ${number(next_cut_in)} tokens fit without another cut.`;
    nodes.push(h("p", { class: "note", id: "prompt-dropped" }, left + next));
  }
  return nodes;
}

/** Numbers in order as people write them: `1–3, 7`. */
export function ranges(numbers: readonly number[]): string {
  const all: [number, number][] = [];
  for (const n of numbers) {
    const last = all.at(-1);
    if (last && last[1] + 1 === n) last[1] = n;
    else all.push([n, n]);
  }
  return all.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(", ");
}

export function messagesView({ messages, mapped, request }: Drawing): Node {
  if (!messages) {
    const words = "This build of the engine does not split prompts into messages; the text is:";
    return h("div", {}, h("p", { class: "note" }, words), h("pre", {}, mapped.nodes()));
  }
  if (!messages.length) {
    return h(
      "p",
      { class: "note" },
      "No messages. Blocks named system, user, assistant and tool become messages of that role.",
    );
  }
  let at = 0;
  const content = (text: string): Node => {
    // A message is a stretch of the rendered text without the white space at its ends.
    const found = mapped.text.indexOf(text, at);
    if (found < 0) return document.createTextNode(text);
    at = found + text.length;
    return mapped.nodes(found, at);
  };
  const byRole = new Map<string, number>();
  for (const m of messages) byRole.set(m.role, (byRole.get(m.role) ?? 0) + estimateTokens(m.content));
  return h(
    "div",
    {},
    ...(request ? budgetNodes(request.report) : []),
    h(
      "p",
      { class: "facts", id: "prompt-tokens" },
      "By role",
      ...[...byRole].map(([role, tokens]) => ` · ${ROLES[role] ?? role} ${tokens.toLocaleString("en")}`),
    ),
    h(
      "ol",
      { class: "messages" },
      ...messages.map((m) =>
        h(
          "li",
          { class: `message ${m.role}` },
          h(
            "div",
            { class: "role" },
            ROLES[m.role] ?? m.role,
            h("span", { class: "tokens" }, ` ${count(estimateTokens(m.content))}`),
          ),
          h("div", { class: "content" }, content(m.content)),
        ),
      ),
    ),
  );
}

const PROVIDERS: readonly (readonly [Provider, string])[] = [
  ["openai", "OpenAI Chat Completions"],
  ["openai-responses", "OpenAI Responses"],
  ["anthropic", "Anthropic Messages"],
  ["bedrock", "Amazon Bedrock Converse"],
  ["gemini", "Google Gemini"],
  ["mistral", "Mistral"],
];

/** In single quotes of a shell. */
const shell = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Where each request goes, the header with the key, and what the reader has to put in besides. */
const ENDPOINTS: Partial<Record<Provider, { url: string; headers: readonly string[]; more: Record<string, Json> }>> = {
  openai: {
    url: "https://api.openai.com/v1/chat/completions",
    headers: ["Authorization: Bearer $OPENAI_API_KEY"],
    more: { model: "MODEL" },
  },
  "openai-responses": {
    url: "https://api.openai.com/v1/responses",
    headers: ["Authorization: Bearer $OPENAI_API_KEY"],
    more: { model: "MODEL" },
  },
  anthropic: {
    url: "https://api.anthropic.com/v1/messages",
    headers: ["x-api-key: $ANTHROPIC_API_KEY", "anthropic-version: 2023-06-01"],
    more: { model: "MODEL", max_tokens: 1024 },
  },
  gemini: {
    url: "https://generativelanguage.googleapis.com/v1beta/models/MODEL:generateContent",
    headers: ["x-goog-api-key: $GEMINI_API_KEY"],
    more: {},
  },
  mistral: {
    url: "https://api.mistral.ai/v1/chat/completions",
    headers: ["Authorization: Bearer $MISTRAL_API_KEY"],
    more: { model: "MODEL" },
  },
};

/** The request as a command; the model and the key are the reader's. */
export function curlOf(target: Provider, body: Json): string {
  const endpoint = ENDPOINTS[target];
  const whole = shell(JSON.stringify({ ...endpoint?.more, ...(body as Record<string, Json>) }, null, 2));
  if (!endpoint) return `aws bedrock-runtime converse --model-id MODEL --cli-input-json ${whole}`;
  const headers = [...endpoint.headers, "content-type: application/json"].map((header) => `  -H "${header}"`);
  return [`curl ${endpoint.url}`, ...headers, `  -d ${whole}`].join(" \\\n");
}

export function provider(drawing: Drawing): Node {
  const { request, provider: chosen, onProvider, previous, compare, copy, checkAnswer } = drawing;
  const text = JSON.stringify(request?.body ?? null, null, 2);
  const before = previous === null ? "" : JSON.stringify(previous.body, null, 2);
  const select = h(
    "select",
    { "aria-label": "Provider", onchange: (e: Event) => onProvider((e.target as HTMLSelectElement).value as Provider) },
    ...PROVIDERS.map(([id, label]) => h("option", { value: id, selected: id === chosen }, label)),
  );
  const button = (id: string, label: string, onclick: () => void): HTMLElement =>
    h("button", { type: "button", class: "button small", id, onclick }, label);
  const curl = "The command is on the clipboard; put in the model.";
  return h(
    "div",
    {},
    h(
      "div",
      { class: "request-head" },
      select,
      h("span", { class: "grow" }),
      button("copy-request", "Copy JSON", () => copy(text, "The request's JSON is on the clipboard.")),
      button("copy-curl", "Copy as curl", () => copy(curlOf(chosen, request?.body ?? null), curl)),
      button("compare-request", before === "" ? "Compare from here on" : "Compare from here on again", () =>
        compare(before === text ? null : request),
      ),
    ),
    ...(request ? budgetNodes(request.report) : []),
    request && before !== "" && before !== text ? difference(before, text, request) : h("pre", { class: "code" }, text),
    checkAnswer && answerPanel({ ...drawing, checkAnswer }),
  );
}

/** What has changed since, and how much of the request's start is as it was, which a provider may have in its cache. */
function difference(before: string, now: string, { digests, report }: PromptRequest): HTMLElement {
  let same = 0;
  while (same < before.length && before[same] === now[same]) same++;
  const share = Math.round((same / Math.max(1, now.length)) * 100);
  const { changed } = digests;
  const place = changed?.message === undefined ? "the tools" : `message ${changed.message}`;
  const tag = changed?.tag ? `, in what ${changed.tag} wrote` : "";
  const first = changed
    ? `The first difference is in ${place}${tag}.`
    : "No message has changed; the conversation goes on or ends earlier.";
  const cache = report.beginning_unchanged ? " The beginning is unchanged." : "";
  return h(
    "div",
    {},
    h(
      "p",
      { class: "note", id: "request-prefix" },
      `The first ${count(estimateTokens(now.slice(0, same)))} (${share} %) are as before; a cache ends there.`,
    ),
    h("p", { class: "note", id: "request-changed" }, first + cache),
    diffNodes(before, now),
  );
}
