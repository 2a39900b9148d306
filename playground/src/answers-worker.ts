// Checks one answer of a model.
import { checkAnswer, init } from "itl-wasm/answers";
import type { Answered } from "./answers.js";

const say = (answered: Answered): void => self.postMessage(answered);

self.onmessage = async ({ data }: MessageEvent<{ answer: string; schema: unknown }>) => {
  try {
    await init();
  } catch {
    say({ failed: "The check could not be loaded; it needs the network once." });
    return;
  }
  say({ ready: true });
  try {
    say({ result: checkAnswer(data.answer, data.schema) });
  } catch (error) {
    say({ failed: `The schema cannot be used: ${error instanceof Error ? error.message : String(error)}` });
  }
};
