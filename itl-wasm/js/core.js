// The package's classes and functions over one WebAssembly module; each entry exports those of its own.

import { engineOf } from "./engine.js";
import { questionsOf } from "./questions.js";
import { templatesOf } from "./templates.js";

/** `from` says where the module is: see `engineOf`; `answers` says that it checks answers. */
export function create({ answers = false, ...from }) {
  const engine = engineOf(from);
  const { init, initRest, initSync, memoryBytes } = engine;
  return { init, initRest, initSync, memoryBytes, ...templatesOf(engine), ...questionsOf(engine, answers) };
}
