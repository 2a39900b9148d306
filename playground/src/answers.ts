// The check of answers, with an engine of its own, which is loaded with the first one.
import { scriptUrl } from "@itl/editor";
import type { AnswerResult } from "itl-wasm";
import workerUrl from "./answers-worker.js?worker&url";

/** How long a check may take; a schema may hold patterns of any kind. */
const PATIENCE = 5_000;

/** What the worker says: that it is there, what it found, or why it found nothing. */
export type Answered = { ready: true } | { result: AnswerResult } | { failed: string };

let worker: Worker | null = null;

function end(): void {
  worker?.terminate();
  worker = null;
}

/** Checks an answer against a JSON Schema, both as text. */
export async function checkAnswer(answer: string, schema: string): Promise<AnswerResult> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(schema);
  } catch (error) {
    throw new Error(
      schema.trim() === "" ? "The schema is empty." : `The schema is not JSON: ${(error as Error).message}`,
    );
  }
  // A check that still runs has been overtaken.
  end();
  const mine = new Worker(scriptUrl(new URL(workerUrl, import.meta.url)), { type: "module", name: "itl-answers" });
  worker = mine;
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise<AnswerResult>((resolve, reject) => {
      mine.onerror = () => reject(new Error("The check could not be loaded; it needs the network once."));
      mine.onmessage = ({ data }: MessageEvent<Answered>) => {
        if ("result" in data) resolve(data.result);
        else if ("failed" in data) reject(new Error(data.failed));
        // The time that a network takes is not the check's.
        else timer = setTimeout(() => reject(new Error("The check took too long.")), PATIENCE);
      };
      mine.postMessage({ answer, schema: parsed });
    });
  } finally {
    clearTimeout(timer);
    if (worker === mine) end();
  }
}
