import type { Diagnostic } from "@codemirror/lint";

/** The first mistake of a JSON text. Browsers word theirs differently, and some without a place. */
export function jsonProblems(text: string): Diagnostic[] {
  const found = firstMistake(text);
  return found
    ? [{ from: found.at, to: Math.min(found.at + 1, text.length), severity: "error", message: found.message }]
    : [];
}

const TOKEN =
  /\s+|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\d.\w])|true\b|false\b|null\b|[[\]{},:]/y;

function firstMistake(text: string): { at: number; message: string } | null {
  if (text.trim() === "") return { at: 0, message: "The event is empty. Write {} for one without values." };
  const stack: string[] = [];
  // What may come: a value, a key, a colon, or what follows a value.
  let want: "value" | "first value" | "key" | "first key" | "colon" | "next" | "end" = "value";
  let at = 0;
  for (; at < text.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined) return { at, message: broken(text, at) };
    const c = token[0]!;
    if (/\s/.test(c)) continue;
    if (want === "end") return { at, message: "Nothing may stand after the end of the event." };
    const closes = (c === "}" && stack.at(-1) === "{") || (c === "]" && stack.at(-1) === "[");
    if (want === "colon") {
      if (c !== ":") return { at, message: "A colon is missing between a key and its value." };
      want = "value";
    } else if (closes && (want === "next" || want === "first key" || want === "first value")) {
      stack.pop();
      want = stack.length ? "next" : "end";
    } else if (want === "next") {
      if (c !== ",")
        return {
          at,
          message:
            c === "}" || c === "]"
              ? `This ${c} closes nothing; ${stack.at(-1) === "{" ? "}" : "]"} is expected.`
              : "A comma is missing here.",
        };
      want = stack.at(-1) === "{" ? "key" : "value";
    } else if (want === "key" || want === "first key") {
      if (c !== '"')
        return {
          at,
          message: closes
            ? "There is a comma too many before this."
            : 'A key in double quotes is expected, such as "host".',
        };
      want = "colon";
    } else if (c === "{" || c === "[") {
      stack.push(c);
      want = c === "{" ? "first key" : "first value";
    } else if ("}],:".includes(c)) {
      return { at, message: closes ? "There is a comma too many before this." : "A value is expected here." };
    } else {
      want = stack.length ? "next" : "end";
    }
  }
  return want === "end"
    ? null
    : {
        at: Math.max(0, text.trimEnd().length - 1),
        message: stack.length
          ? `The event ends before its ${stack.at(-1) === "{" ? "}" : "]"}.`
          : "The event ends too soon.",
      };
}

function broken(text: string, at: number): string {
  const c = text[at]!;
  if (c === '"')
    return /^"(?:[^"\\\n]|\\.)*"/.test(text.slice(at))
      ? "This text holds an escape or a character that JSON does not allow."
      : "This text is never closed with a quote.";
  if (c === "'") return "JSON wants double quotes.";
  if (/[-+.\d]/.test(c)) return "This is not a number as JSON writes it.";
  if (/[A-Za-z_]/.test(c)) return "Words stand in double quotes; only true, false and null stand alone.";
  if (c === "/" || c === "#") return "JSON has no comments.";
  return "This character has no place here.";
}
