import type { Message } from "itl-wasm";

export type Provider = "openai" | "anthropic" | "bedrock";

type Turn = { role: Message["role"]; parts: string[] };

/** What a tool said goes to providers as the user's: their own role answers a call they recorded. */
const provided = (role: Message["role"]): Message["role"] => (role === "tool" ? "user" : role);

/** All but the system's messages, neighbours of one role together. */
function turns(messages: readonly Message[]): Turn[] {
  const out: Turn[] = [];
  for (const { role, content } of messages) {
    if (role === "system") continue;
    const last = out.at(-1);
    if (last?.role === provided(role)) last.parts.push(content);
    else out.push({ role: provided(role), parts: [content] });
  }
  return out;
}

/**
 * The messages in the shape of a provider's API, as `itl prompt --to` prints them. Keys stand in a
 * fixed order, so that caches hit.
 */
export function providerJson(messages: readonly Message[], provider: Provider): unknown {
  if (provider === "openai") return { messages: messages.map(({ role, content }) => ({ role: provided(role), content })) };
  const system = messages.filter((m) => m.role === "system").map((m) => m.content);
  if (provider === "anthropic") {
    const joined = turns(messages).map(({ role, parts }) => ({ role, content: parts.join("\n\n") }));
    return { ...(system.length ? { system: system.join("\n\n") } : {}), messages: joined };
  }
  const parted = turns(messages).map(({ role, parts }) => ({ role, content: parts.map((text) => ({ text })) }));
  return { ...(system.length ? { system: system.map((text) => ({ text })) } : {}), messages: parted };
}
