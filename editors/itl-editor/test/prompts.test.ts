// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { answerPanel, findings } from "../src/destinations/answer.js";
import { cardNodes, toBlocks } from "../src/destinations/cards.js";
import { textPart } from "../src/destinations/email.js";
import { slackNotes, teamsNotes } from "../src/destinations/lint.js";
import { curlOf, estimateTokens, ranges } from "../src/destinations/prompts.js";

describe("requests", () => {
  it("are commands whatever the text holds", () => {
    const command = curlOf("openai", { messages: [{ role: "user", content: 'it\'s "on"' }] });
    expect(command).toContain("https://api.openai.com/v1/chat/completions");
    expect(command).toContain("it'\\''s");
    expect(curlOf("anthropic", { messages: [] })).toContain("anthropic-version");
    expect(curlOf("bedrock", { messages: [] })).toMatch(/^aws bedrock-runtime converse/);
  });

  it("name messages that were left out by their ranges", () => {
    expect(ranges([])).toBe("");
    expect(ranges([3])).toBe("3");
    expect(ranges([1, 2, 3, 7, 9, 10])).toBe("1–3, 7, 9–10");
  });

  it("are estimated in tokens", () => {
    expect(estimateTokens("")).toBe(0);
    expect(estimateTokens("abcdefgh")).toBe(2);
    expect(estimateTokens("日本語")).toBe(3);
  });
});

describe("answers", () => {
  const meets = { ok: true, value: 1, wrapped: false, error: null, violations: [] };
  const words = (nodes: Node[]): string => nodes.map((node) => node.textContent).join(" ");

  it("are told to meet the schema, or where they do not", () => {
    expect(words(findings(meets))).toBe("The answer meets the schema.");
    expect(words(findings({ ...meets, wrapped: true }))).toContain("stand around the JSON");
    const one = { pointer: "/a/0", message: "1 is not a text" };
    const whole = { pointer: "", message: "`b` is missing" };
    const wrong = findings({ ...meets, ok: false, violations: [whole, one] });
    expect(words(wrong)).toBe(
      "The answer violates the schema in 2 places. the whole `b` is missing/a/0 1 is not a text",
    );
    expect(words(findings({ ...meets, ok: false, error: "it ends early" }))).toContain("not one JSON value: it ends");
  });

  it("keep what was typed, and say why a check failed", async () => {
    const kept = new Map<string, string>([["answer-schema", "{"]]);
    const panel = answerPanel({
      checkAnswer: (answer, schema) => Promise.reject(new Error(`${schema} for ${answer}`)),
      choice: (name, otherwise) => kept.get(name) ?? otherwise,
      note: (name, value) => void kept.set(name, value),
    });
    const answer = panel.querySelector<HTMLTextAreaElement>("#answer-text")!;
    answer.value = "[]";
    answer.dispatchEvent(new Event("input"));
    expect(kept.get("answer-text")).toBe("[]");
    panel.querySelector<HTMLButtonElement>("#check-answer")!.click();
    await new Promise((resolve) => setTimeout(resolve));
    expect(panel.querySelector("#answer-found")!.textContent).toBe("{ for []");
    expect(kept.get("answer-open")).toBe("open");
  });
});

describe("channels", () => {
  it("say what they do not draw", () => {
    expect(slackNotes("*bold* <https://x.example|x>")).toEqual([]);
    expect(slackNotes("**bold** [x](https://x.example)\n# h")).toHaveLength(3);
    expect(teamsNotes("**bold** [x](https://x.example)\n- a")).toEqual([]);
    expect(teamsNotes("# h\n`c`\n> q\n![p](u)")).toHaveLength(4);
  });

  it("split a long message into sections that Slack takes", () => {
    const text = `${"line of text\n".repeat(600)}end`;
    const { blocks } = toBlocks(text) as { blocks: { text: { text: string } }[] };
    expect(blocks.map((block) => block.text.text).join("")).toBe(text);
    for (const block of blocks) expect(block.text.text.length).toBeLessThanOrEqual(3000);
  });

  it("draw cards, and nothing that is none", () => {
    const blocks = cardNodes(
      '{"blocks":[{"type":"header","text":{"type":"plain_text","text":"Hi <b>"}},{"type":"section","text":{"type":"mrkdwn","text":"*a*"},"fields":[{"type":"mrkdwn","text":"f"}]},{"type":"divider"},{"type":"x"}]}',
    );
    expect(blocks?.querySelector(".block-header")?.textContent).toBe("Hi <b>");
    expect(blocks?.querySelector("b")?.textContent).toBe("a");
    const card = cardNodes(
      '{"attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","content":{"type":"AdaptiveCard","body":[{"type":"TextBlock","text":"**b** `c`"},{"type":"FactSet","facts":[{"title":"t","value":"v"}]}]}}]}',
    );
    expect(card?.textContent).toContain("`c`");
    for (const none of ["", "[]", "1", '{"a":1}', "null", '{"blocks":1}']) expect(cardNodes(none)).toBeNull();
    for (const odd of ['{"blocks":[1,null,{"type":5}]}', '{"type":"AdaptiveCard","body":[[],{"type":"Container"}]}'])
      expect(() => cardNodes(odd)).not.toThrow();
  });

  it("have a text part of a mail", () => {
    expect(
      textPart(
        '<style>x</style><h1>Disk</h1><p>on <a href="https://x.example">db-7</a> &amp; more</p><ul><li>a<li>b</ul>',
      ),
    ).toBe("Disk\non db-7 (https://x.example) & more\n\n- a\n- b");
  });
});
