import { h } from "../dom.js";
import { frameHtml } from "../trusted.js";
import { segmented } from "./choice.js";
import type { Drawing } from "./index.js";

/** What the list of an inbox shows after the subject. */
const PREVIEW = 110;

/** The text of an HTML mail, for the part without markup and for the line in the inbox. */
export function textPart(html: string): string {
  const named: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', nbsp: "\u00a0", "#39": "'" };
  return html
    .replace(/<(style|script|head)\b[^]*?<\/\1>/gi, "")
    .replace(/<a\b[^>]*\bhref="([^"]*)"[^>]*>([^]*?)<\/a>/gi, (_, href: string, words: string) =>
      words.includes(href) ? words : `${words} (${href})`,
    )
    .replace(/<li\b[^>]*>/gi, "\n- ")
    .replace(/<\/(p|div|tr|h\d|ul|ol|table|blockquote)>|<br\s*\/?>/gi, "\n")
    .replace(/<\/t[dh]>/gi, "\t")
    .replace(/<[a-z!/][^>]*>/gi, "")
    .replace(/&(lt|gt|amp|quot|nbsp|#39);/g, (_, name: string) => named[name]!)
    .replace(/[ \t]+\n/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** The mail in its inbox and opened: subject, the line after it, HTML or text, light or dark, wide or as on a phone. */
export function email({ mapped, subject, choice, choose }: Drawing): Node {
  const { text } = mapped;
  // A template without markup of its own is a plain letter: its line ends are meant.
  const markup = /<[a-z!/][^>]*>/i.test(text);
  const part = choice("mail-part", "html");
  const look = choice("mail-look", "light");
  const width = choice("mail-width", "desktop");
  const plain = textPart(text);
  const colours = look === "dark" ? "color:#e4e8f1;background:#15181f" : "color:#1c2430;background:#fff";
  const style = `:root{color-scheme:${look}}body{font:15px/1.5 system-ui,sans-serif;margin:16px;${colours};overflow-wrap:anywhere${markup ? "" : ";white-space:pre-wrap"}}table{border-collapse:collapse}img{max-width:100%}a{color:${look === "dark" ? "#8ab4ff" : "#1a5fd0"}}`;
  // `sandbox` without any word: no scripts, no forms, no origin, no links that lead away.
  const frame = h("iframe", {
    sandbox: "",
    title: "The e-mail as its reader sees it",
    class: "email-frame",
    referrerpolicy: "no-referrer",
  });
  frame.setAttribute("sandbox", "");
  frame.srcdoc = frameHtml(
    `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"><style>${style}</style>${text}`,
  );
  const line = plain.replace(/\s+/g, " ").slice(0, PREVIEW);
  const notes: string[] = [];
  if (subject !== null && /\n/.test(subject.trim()))
    notes.push("The subject has a line break; mail programs show a space there.");
  if (subject !== null && [...subject].length > 78)
    notes.push("Long subjects are cut in most lists, after 40 to 80 characters.");
  if (/<img\b(?![^>]*\balt=)/i.test(text))
    notes.push("A picture has no alt text: where pictures are blocked nothing is seen.");
  if (markup && /(?:background|color)\s*:\s*#?(?:fff|white|000|black)\b/i.test(text))
    notes.push("Fixed black or white colours are hard to read in dark mode.");
  return h(
    "div",
    { class: `mail ${width}` },
    h(
      "div",
      { class: "inbox" },
      h("b", {}, subject?.trim() || "(no template is called summary or subject)"),
      h("span", { class: "inbox-line" }, ` — ${line}`),
    ),
    h(
      "div",
      { class: "mail-choices" },
      segmented("Part", ["html", "text"], part, (value) => choose("mail-part", value)),
      segmented("Colours", ["light", "dark"], look, (value) => choose("mail-look", value)),
      segmented("Width", ["desktop", "phone"], width, (value) => choose("mail-width", value)),
    ),
    part === "text" ? h("pre", { class: "mail-text", tabindex: "0" }, markup ? plain : mapped.nodes()) : frame,
    ...notes.map((note) => h("p", { class: "note" }, note)),
    h("p", { class: "note" }, "Pictures from other servers are not loaded here, and scripts never run."),
  );
}
