// Reads the repository's examples and recipes for the gallery, at build time.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";

interface GalleryFile {
  name: string;
  text: string;
  partial: boolean;
}

/**
 * `examples/NAME/`: templates, partials, events and the options they are rendered with. `payload.json`
 * is the event that the templates are written for, `events/` has others, and `ilert/` the templates in
 * the functions that ilert itself has.
 */
export function readExample(folder: string): Record<string, unknown> {
  const files: GalleryFile[] = [];
  const portable: GalleryFile[] = [];
  const events: { name: string; text: string }[] = [];
  let payload = "{}";
  let options: Record<string, unknown> = {};
  let dialect = "itl";
  let about = "";
  const walk = (at: string): void => {
    for (const entry of readdirSync(at).sort()) {
      const path = join(at, entry);
      if (statSync(path).isDirectory()) {
        walk(path);
        continue;
      }
      const inside = relative(folder, path).split(sep).join("/");
      const text = readFileSync(path, "utf8");
      if (/\.(itl|mustache)$/.test(entry)) {
        if (entry.endsWith(".mustache")) dialect = "mustache";
        const name = inside.replace(/\.(itl|mustache)$/, "");
        if (inside.startsWith("ilert/")) portable.push({ name: name.slice("ilert/".length), text, partial: false });
        else files.push({ name, text, partial: inside.startsWith("partials/") });
      } else if (inside.startsWith("events/")) events.push({ name: entry.replace(/\.json$/, ""), text });
      else if (entry === "payload.json" || entry === "input.json") payload = text;
      else if (entry === "options.json") options = JSON.parse(text);
      else if (entry === "README.md") about = text.split("\n").find((line) => line && !line.startsWith("#")) ?? "";
    }
  };
  walk(folder);
  const order = ["summary", "details", "key"];
  const rank = (file: GalleryFile): number =>
    file.partial ? 100 : order.includes(file.name) ? order.indexOf(file.name) : 50;
  files.sort((a, b) => rank(a) - rank(b));
  portable.sort((a, b) => rank(a) - rank(b));
  const kinds = ["firing", "resolved", "sparse", "long"];
  events.sort((a, b) => kinds.indexOf(a.name) - kinds.indexOf(b.name));
  const first = { name: events.length === 0 ? "event" : dialect === "mustache" ? "usual" : "firing", text: payload };
  return { id: basename(folder), files, portable, events: [first, ...events], options, dialect, about };
}

/** The folders of `examples/` that hold templates with their event; others are examples of projects. */
export const exampleFolders = (folder: string): string[] =>
  readdirSync(folder).filter((name) =>
    ["payload.json", "input.json"].some((file) => existsSync(join(folder, name, file))),
  );

/** All examples but one, in the order of their folders. */
export function readExamples(folder: string, but: string): unknown[] {
  const names = exampleFolders(folder).filter((name) => name !== but);
  return names
    .map((name) => readExample(join(folder, name)))
    .filter((example) => (example.files as unknown[]).length > 0);
}

/** The cookbook's recipes. Their data stays text: `95.0` would be `95` once it has been a value. */
export function readRecipes(file: string): unknown[] {
  const text = readFileSync(file, "utf8");
  const raw = dataTexts(text);
  return (JSON.parse(text) as { notes?: string }[]).map(({ notes: _notes, ...shown }, i) => ({
    ...shown,
    data: raw[i] ?? "{}",
  }));
}

/** The text of the member `data` of each object of an array. */
function dataTexts(text: string): string[] {
  const out: string[] = [];
  const tokens = /"(?:[^"\\]|\\.)*"|[[\]{}]/g;
  let depth = 0;
  let start = -1;
  for (let match = tokens.exec(text); match; match = tokens.exec(text)) {
    const token = match[0];
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    else if (token === '"data"' && depth === 2 && start < 0 && /^\s*:/.test(text.slice(tokens.lastIndex))) {
      start = tokens.lastIndex + /^\s*:\s*/.exec(text.slice(tokens.lastIndex))![0].length;
      continue;
    }
    if (start >= 0 && depth === 2 && match.index >= start) {
      // The members of a recipe stand four spaces in.
      out.push(text.slice(start, tokens.lastIndex).replace(/\n {4}/g, "\n"));
      start = -1;
    }
  }
  return out;
}
