// Prompts: the messages with what they cost, and the request of each provider to copy and to compare.
import type { Json, Provider } from "itl-wasm";
import { diffNodes } from "../diff.js";
import { h } from "../dom.js";
import type { Drawing } from "./index.js";

const ROLES: Record<string, string> = { system: "System", user: "User", assistant: "Assistant", tool: "Tool" };

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

export function messagesView({ messages, mapped }: Drawing): Node {
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
  const all = [...byRole.values()].reduce((a, b) => a + b, 0);
  return h(
    "div",
    {},
    h(
      "p",
      { class: "facts", id: "prompt-tokens" },
      h("b", {}, count(all)),
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

export function provider({ body, provider: chosen, onProvider, choice, choose, copy }: Drawing): Node {
  const text = JSON.stringify(body, null, 2);
  const key = `request-${chosen}`;
  const before = choice(key, "");
  const select = h(
    "select",
    { "aria-label": "Provider", onchange: (e: Event) => onProvider((e.target as HTMLSelectElement).value as Provider) },
    ...PROVIDERS.map(([id, label]) => h("option", { value: id, selected: id === chosen }, label)),
  );
  return h(
    "div",
    {},
    h(
      "div",
      { class: "request-head" },
      select,
      h("span", { class: "facts" }, count(estimateTokens(text))),
      h("span", { class: "grow" }),
      h(
        "button",
        {
          type: "button",
          class: "button small",
          id: "copy-request",
          onclick: () => copy(text, "The request's JSON is on the clipboard."),
        },
        "Copy JSON",
      ),
      h(
        "button",
        {
          type: "button",
          class: "button small",
          id: "copy-curl",
          onclick: () => copy(curlOf(chosen, body), "The command is on the clipboard; put in the model."),
        },
        "Copy as curl",
      ),
      h(
        "button",
        {
          type: "button",
          class: "button small",
          id: "compare-request",
          onclick: () => choose(key, before === text ? "" : text),
        },
        before === "" ? "Compare from here on" : "Compare from here on again",
      ),
    ),
    before !== "" && before !== text ? difference(before, text) : h("pre", { class: "code" }, text),
  );
}

/** What has changed since, and how much of the request's start is as it was, which a provider may have in its cache. */
function difference(before: string, now: string): HTMLElement {
  let same = 0;
  while (same < before.length && before[same] === now[same]) same++;
  const share = Math.round((same / Math.max(1, now.length)) * 100);
  return h(
    "div",
    {},
    h(
      "p",
      { class: "note", id: "request-prefix" },
      `The first ${count(estimateTokens(now.slice(0, same)))} (${share} %) are as before; a cache ends there.`,
    ),
    diffNodes(before, now),
  );
}
