// What `itl playground` brings: the templates of a folder, with the settings, samples and partials of its itl.toml.
import { DESTINATIONS } from "@itl/editor";
import type { App } from "./app.js";
import { filesOf, setFilesOf } from "./storage.js";
import { isObject, readWorkspace, type Workspace } from "./workspace.js";

/** A folder as the server reads it. */
export interface Project {
  name: string;
  folder: string;
  works: Workspace[];
  /** What was wrong with files, in lines. */
  problems: string[];
}

/** Reads the server's answer; `null` where it is none. */
export function readProject(value: unknown): Project | null {
  if (!isObject(value) || !Array.isArray(value.works)) return null;
  const works = (value.works as unknown[]).flatMap((given) => {
    const work = readWorkspace(given);
    return work && isObject(given) ? [{ ...work, destination: channelOf(given.budget) ?? work.destination }] : [];
  });
  const problems = Array.isArray(value.problems) ? (value.problems as unknown[]).map(String) : [];
  return { name: String(value.name), folder: String(value.folder), works, problems };
}

/** The channel that cuts where a budget does. */
function channelOf(budget: unknown) {
  if (typeof budget !== "string") return undefined;
  return DESTINATIONS.find((one) => one.budget === (budget.startsWith("sms") ? "sms-either" : budget))?.id;
}

/**
 * Opens the works of the project that the page was started for; the server gives them to who knows the key. A work whose files are as they were keeps what was
 * changed in the page; of one whose files have changed, that stays as a snapshot.
 */
export async function openProject(app: App, key: string): Promise<boolean> {
  const project = await fetch(`project.json?${encodeURIComponent(key)}`).then(
    async (response) => (response.ok ? readProject(await response.json()) : null),
    () => null,
  );
  if (!project) {
    app.toast("The files of the project cannot be read; start `itl playground` again.");
    return false;
  }
  const ids: string[] = [];
  let changed = 0;
  for (const work of project.works) {
    const id = `${project.folder}: ${work.title}`;
    ids.push(id);
    const files = await digest(JSON.stringify(work));
    const known = await app.library.work(id);
    if (known && filesOf(id) === files) continue;
    if (known) {
      changed += 1;
      await app.library.snapshot(id, "before its files changed", known.work, Date.now());
    }
    if (await app.library.keep({ id, title: work.title, updated: Date.now(), work })) setFilesOf(id, files);
  }
  const id = ids.includes(app.state.id) ? app.state.id : ids[0];
  if (id !== undefined) await app.switchTo(id);
  app.toast(summary(project, changed));
  return id !== undefined;
}

/** What was opened, in a sentence or two. */
export function summary({ name, works, problems }: Project, changed: number): string {
  const count = works.length === 1 ? "One work" : `${works.length} works`;
  const said = [`${count} of ${name}; what you change stays in this browser.`];
  if (changed > 0) said.push("Files have changed; what was here before is in the history.");
  const [first] = problems;
  if (first) said.push(problems.length > 1 ? `${first} (and ${problems.length - 1} more problems)` : first);
  return said.join(" ");
}

async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
