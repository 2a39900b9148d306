import { Language, LanguageSupport, defineLanguageFacet } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { itlCompletionSource } from "./completion.js";
import { type EngineConfig } from "./engine.js";
import { braceInput } from "./input.js";
import { TemplateParser } from "./parser.js";
import type { Dialect } from "./scan.js";
import { sectionMatching } from "./sections.js";

function define(dialect: Dialect): Language {
  const data = defineLanguageFacet({
    commentTokens: { block: { open: "{{!", close: "}}" } },
    closeBrackets: { brackets: ["(", "[", '"', "'"] },
    wordChars: "@_-",
  });
  return new Language(data, new TemplateParser(dialect, data), [], dialect);
}

/** The template language of ITL: paths with indexes, function calls, sections. */
export const itlLanguage: Language = define("itl");

/** Plain Mustache. */
export const mustacheLanguage: Language = define("mustache");

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
  const language = dialect === "mustache" ? mustacheLanguage : itlLanguage;
  const support: Extension[] = [sectionMatching(dialect), braceInput(dialect)];
  if (config.engine) {
    support.push(language.data.of({ autocomplete: itlCompletionSource({ ...config.engine, dialect }) }));
  }
  return new LanguageSupport(language, support);
}
