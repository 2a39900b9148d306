import { Language, LanguageSupport, defineLanguageFacet } from "@codemirror/language";
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

/** The language of a dialect. */
export const languageOf = (dialect: Dialect): Language => (dialect === "mustache" ? mustacheLanguage : itlLanguage);

/** A language with colours, folding, pairs and brace input: what an editor shows before anybody writes in it. */
export const itlSupport = (dialect: Dialect = "itl"): LanguageSupport =>
  new LanguageSupport(languageOf(dialect), [sectionMatching(dialect), braceInput(dialect)]);
