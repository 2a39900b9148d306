import { LanguageSupport } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { itlCompletionSource } from "./completion.js";
import type { EngineConfig } from "./engine.js";
import type { Dialect } from "./scan.js";
import { itlSupport, languageOf } from "./support.js";

/** Settings of {@link itl}. */
export interface ItlConfig {
  /** Which language; ITL where it is left out. */
  dialect?: Dialect;
  /**
   * The engine that completes. Without one the support has colours, folding, pairs and brace
   * input only.
   */
  engine?: EngineConfig;
}

/**
 * Everything that a template editor wants by default: the language, matching of section pairs,
 * braces that close themselves and, with an engine, completion.
 *
 * Linter and hover are separate ({@link itlLinter}, {@link itlHover}), as a host may run the check
 * itself.
 */
export function itl(config: ItlConfig = {}): LanguageSupport {
  const dialect = config.dialect ?? "itl";
  if (!config.engine) return itlSupport(dialect);
  return new LanguageSupport(languageOf(dialect), [
    itlSupport(dialect).support,
    itlCompletion({ ...config.engine, dialect }),
  ]);
}

/** Completion by an engine in the language of its dialect, for hosts that add it later. */
export const itlCompletion = (config: EngineConfig): Extension =>
  languageOf(config.dialect ?? "itl").data.of({ autocomplete: itlCompletionSource(config) });
