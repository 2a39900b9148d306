// What came back: a model's answer, checked against the JSON Schema that it was asked to meet.
import type { AnswerResult } from "itl-wasm";
import { h } from "../dom.js";

/** Checks an answer against a schema, both as text; rejects with words for the reader where that cannot be done. */
export type CheckAnswer = (answer: string, schema: string) => Promise<AnswerResult>;

interface Answering {
  checkAnswer: CheckAnswer;
  /** What was typed before the panel was drawn anew. */
  choice: (name: string, otherwise: string) => string;
  /** Remembers what is typed, without drawing. */
  note: (name: string, value: string) => void;
}

/** Two fields, for the schema and for the answer, and what the check says. */
export function answerPanel({ checkAnswer, choice, note }: Answering): HTMLElement {
  const field = (name: string, label: string, rows: number): HTMLTextAreaElement => {
    const area = h("textarea", { id: name, rows: String(rows), spellcheck: "false", "aria-label": label });
    area.value = choice(name, "");
    area.addEventListener("input", () => note(name, area.value));
    return area;
  };
  const schema = field("answer-schema", "JSON Schema of the answer", 4);
  const answer = field("answer-text", "Answer of the model", 6);
  const found = h("div", { id: "answer-found", role: "status" });
  const say = (...nodes: Node[]): void => found.replaceChildren(...nodes);

  async function check(): Promise<void> {
    note("answer-open", "open");
    say(h("p", { class: "note" }, "Checking …"));
    try {
      say(...findings(await checkAnswer(answer.value, schema.value)));
    } catch (error) {
      say(h("p", { class: "note bad" }, error instanceof Error ? error.message : String(error)));
    }
  }

  const details = h(
    "details",
    { class: "answer" },
    h("summary", {}, "Check an answer"),
    h("label", { class: "note", for: "answer-schema" }, "JSON Schema of the answer"),
    schema,
    h("label", { class: "note", for: "answer-text" }, "Answer of the model"),
    answer,
    h("button", { type: "button", class: "button small", id: "check-answer", onclick: () => void check() }, "Check"),
    found,
  );
  details.open = choice("answer-open", "") !== "";
  details.addEventListener("toggle", () => note("answer-open", details.open ? "open" : ""));
  return details;
}

/** What a check says, in the words of its reader. */
export function findings({ ok, wrapped, error, violations }: AnswerResult): Node[] {
  if (error !== null) return [h("p", { class: "note bad" }, `The answer is not one JSON value: ${error}`)];
  const around = wrapped ? " Words or a code fence stand around the JSON." : "";
  if (ok) return [h("p", { class: "note good" }, `The answer meets the schema.${around}`)];
  const count = violations.length === 1 ? "one place" : `${violations.length} places`;
  return [
    h("p", { class: "note bad" }, `The answer violates the schema in ${count}.${around}`),
    h(
      "ul",
      {},
      ...violations.map(({ pointer, message }) => h("li", {}, h("code", {}, pointer || "the whole"), ` ${message}`)),
    ),
  ];
}
