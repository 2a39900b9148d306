import type { Message } from "itl-wasm";

export type Provider = "openai" | "anthropic" | "bedrock";

/** Neighbours of one role become one message, as providers that demand turns want them. */
function merge(messages: readonly Message[]): { role: Message["role"]; parts: string[] }[] {
  const out: { role: Message["role"]; parts: string[] }[] = [];
  for (const { role, content } of messages) {
    const last = out.at(-1);
    if (last?.role === role) last.parts.push(content);
    else out.push({ role, parts: [content] });
  }
  return out;
}

/** The messages in the shape of a provider's API. Keys stand in a fixed order, so that caches hit. */
export function providerJson(messages: readonly Message[], provider: Provider): unknown {
  if (provider === "openai") return { messages: messages.map(({ role, content }) => ({ role, content })) };
  const system = messages.filter((m) => m.role === "system").map((m) => m.content);
  const turns = merge(messages.filter((m) => m.role !== "system"));
  if (provider === "anthropic") {
    return { ...(system.length ? { system: system.join("\n\n") } : {}), messages: turns.map(({ role, parts }) => ({ role, content: parts.join("\n\n") })) };
  }
  return {
    ...(system.length ? { system: system.map((text) => ({ text })) } : {}),
    messages: turns.map(({ role, parts }) => ({ role, content: parts.map((text) => ({ text })) })),
  };
}
