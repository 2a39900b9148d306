import { LanguageSupport } from "@codemirror/language";
import type { Diagnostic } from "@codemirror/lint";
/** JSON for the payload's editor: colours and folds. A parser of its own would weigh more than all of this. */
export declare function json(): LanguageSupport;
/** The first mistake of a JSON text. Browsers word theirs differently, and some without a place. */
export declare function jsonProblems(text: string): Diagnostic[];
