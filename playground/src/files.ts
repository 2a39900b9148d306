import { type Workspace, readWorkspace } from "./workspace.js";

const SUFFIX = ".itl-playground.json";

/** Saves the work as one file. */
export function exportFile(workspace: Workspace): void {
  const name =
    workspace.title
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-|-$/g, "")
      .toLowerCase() || "template";
  const url = URL.createObjectURL(new Blob([JSON.stringify(workspace, null, 2)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name + SUFFIX;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/**
 * Reads files into the work: an exported file replaces it, templates become tabs, any other JSON
 * becomes the payload. Gives the new work and what was done, in words.
 */
export async function importFiles(
  files: Iterable<File>,
  workspace: Workspace,
): Promise<{ workspace: Workspace; done: string }> {
  let next: Workspace = { ...workspace, docs: workspace.docs.map((doc) => ({ ...doc })) };
  const done: string[] = [];
  for (const file of files) {
    if (file.size > 4 << 20) {
      done.push(`${file.name} is too large`);
      continue;
    }
    const text = await file.text();
    if (file.name.endsWith(".json")) {
      let whole: Workspace | null = null;
      try {
        whole = readWorkspace(JSON.parse(text));
      } catch {
        // Not JSON: it is shown as the payload all the same, with its error.
      }
      if (whole) {
        next = whole;
        done.push(`opened ${whole.title}`);
      } else {
        next.payload = text;
        done.push(`${file.name} is the event now`);
      }
      continue;
    }
    const name = file.name.replace(/\.(itl|mustache|txt)$/, "");
    const known = next.docs.findIndex((doc) => doc.name === name);
    const doc = { name, text, partial: known >= 0 ? next.docs[known]!.partial : false };
    if (known >= 0) next.docs[known] = doc;
    else next.docs.push(doc);
    next.active = next.main = known >= 0 ? known : next.docs.length - 1;
    if (file.name.endsWith(".mustache")) next.dialect = "mustache";
    done.push(`${file.name} is a tab now`);
  }
  return { workspace: next, done: done.join(", ") };
}
