import type { App } from "../app.js";
import { byId, h } from "../dom.js";
import { copy, download, toast } from "./toast.js";

const THEMES = ["auto", "light", "dark"] as const;
const PANELS = [
  ["template-panel", "Template"],
  ["payload-panel", "Event"],
  ["preview-panel", "Message"],
] as const;

/** The buttons of the page's head, files, links, colours, and the notice of another tab. True where a link or a project was opened. */
export async function pageActions(app: App, focus: () => void): Promise<boolean> {
  byId("title").addEventListener("click", () => void import("./works.js").then(({ openWorks }) => openWorks(app)));
  const drawTitle = (title: string): void => {
    byId("title").replaceChildren(
      h("span", { class: "title-text" }, title),
      h("span", { "aria-hidden": "true" }, " ▾"),
    );
    document.title = `${title} · ITL playground`;
  };
  app.store.on((s) => s.work.title, drawTitle);
  drawTitle(app.work.title);

  byId("open-gallery").addEventListener("click", async () => {
    const dialog = byId<HTMLDialogElement>("gallery");
    const { fillGallery } = await import("./gallery-dialog.js");
    fillGallery(dialog, app.work.target, (work) => void app.add(work, `Opened ${work.title}.`));
    dialog.showModal();
  });
  byId("share").addEventListener("click", async () => {
    const { MAX_LINK, toFragment } = await import("../share.js");
    const fragment = await toFragment(app.work);
    if (fragment.length > MAX_LINK) return toast("This is too much for a link; use Export.");
    history.replaceState(null, "", fragment);
    await copy(location.href, "The link is on the clipboard. It holds everything; nothing was sent.");
  });
  byId("export").addEventListener("click", () => {
    const name =
      app.work.title
        .replace(/[^\p{L}\p{N}]+/gu, "-")
        .replace(/^-|-$/g, "")
        .toLowerCase() || "template";
    download(`${name}.itl-playground.json`, JSON.stringify(app.work, null, 2));
  });
  const chooser = byId<HTMLInputElement>("import-file");
  byId("import").addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", () => void take(chooser.files));
  addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    void take(event.dataTransfer.files);
  });
  async function take(files: FileList | null): Promise<void> {
    if (!files?.length) return;
    const { readFiles } = await import("../files.js");
    const taken = await readFiles(files, app.work);
    chooser.value = "";
    for (const work of taken.works) await app.add(work, `Opened ${work.title}.`);
    if (!taken.patch) return void (taken.works.length === 0 && toast(taken.done.join(", ")));
    const before = app.work;
    await app.snapshot("before files were added");
    app.edit(taken.patch);
    app.onReplaced();
    toast(`Imported: ${taken.done.join(", ")}.`, "Undo", () => app.edit(before));
  }

  byId("help").addEventListener("click", async () => {
    const dialog = byId<HTMLDialogElement>("help-dialog");
    const { fillHelp } = await import("../dialogs.js");
    fillHelp(dialog, await app.engine.call("functions", null).catch(() => []));
    dialog.showModal();
  });
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
  }

  const drawTheme = (theme: (typeof THEMES)[number]): void => {
    document.documentElement.dataset.theme = theme;
    byId("theme").setAttribute(
      "aria-label",
      `Colours: ${{ auto: "as the system has it", light: "light", dark: "dark" }[theme]}`,
    );
  };
  app.store.on((s) => s.preferences.theme, drawTheme);
  drawTheme(app.state.preferences.theme);
  byId("theme").addEventListener("click", () => {
    app.setPreferences({ theme: THEMES[(THEMES.indexOf(app.state.preferences.theme) + 1) % THEMES.length]! });
  });

  byId("intro").hidden = app.state.preferences.introduced;
  byId("intro-close").addEventListener("click", () => {
    app.setPreferences({ introduced: true });
    byId("intro").hidden = true;
    focus();
  });

  const notice = byId("elsewhere");
  app.store.on(
    (s) => s.elsewhere,
    (elsewhere) => (notice.hidden = !elsewhere),
  );
  notice.hidden = !app.state.elsewhere;

  onePanel();
  if (await openFragment(app)) return true;
  const key = new URLSearchParams(location.search).get("project");
  if (key === null) return false;
  const { openProject } = await import("../project.js");
  return openProject(app, key);
}

/** On a narrow page one panel is shown at a time. */
function onePanel(): void {
  const bar = byId("panel-switch");
  const show = (id: string): void => {
    byId("grid").dataset.panel = id;
    for (const button of bar.children)
      button.setAttribute("aria-pressed", String((button as HTMLElement).dataset.panel === id));
  };
  bar.append(
    ...PANELS.map(([id, label]) => h("button", { type: "button", "data-panel": id, onclick: () => show(id) }, label)),
  );
  show("template-panel");
  // The options are folded where there is little room.
  const narrow = matchMedia("(max-width: 860px)");
  const fold = (): void => {
    byId<HTMLDetailsElement>("options-box").open = !narrow.matches;
  };
  narrow.addEventListener("change", fold);
  fold();
}

async function openFragment(app: App): Promise<boolean> {
  addEventListener("hashchange", () => void read());
  return read();
  async function read(): Promise<boolean> {
    if (!location.hash.startsWith("#w=")) return false;
    const { fromFragment } = await import("../share.js");
    const shared = await fromFragment(location.hash);
    // The address has done its duty; a reload must not throw away what was written since.
    history.replaceState(null, "", location.pathname + location.search);
    if (!shared) {
      toast("This link is damaged; a part of it is missing.");
      return false;
    }
    await app.add(shared, "Opened from the link, as a work of its own.");
    return true;
  }
}
