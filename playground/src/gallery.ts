import type { Destination, EventDoc, Target } from "@itl/editor";
import type { Escape } from "itl-wasm";
import first from "virtual:gallery-first";
import { h } from "./dom.js";
import { dialogHead } from "./components/dialog.js";
import { emptyWorkspace, type Workspace } from "./workspace.js";

export interface Example {
  id: string;
  files: { name: string; text: string; partial: boolean }[];
  /** The event that the templates are written for comes first. */
  events: EventDoc[];
  /** Templates that ilert itself understands, where there are others. */
  portable: { name: string; text: string; partial: boolean }[];
  /** By file name, `default` for all. */
  options: Record<string, { timezone?: string; now?: number; escape?: Escape }>;
  dialect: "itl" | "mustache";
  about: string;
}

export interface Recipe {
  title: string;
  problem: string;
  template: string;
  /** JSON text. */
  data: string;
  dialect?: "itl" | "mustache";
  options?: { timezone?: string; now?: number; escape?: Escape; max_chars?: number };
  output: string;
  /** Whether ilert itself understands it. */
  portable?: boolean;
}

/** Names and one line for each example; others get their folder's name. */
const ABOUT: Record<string, [title: string, about: string]> = {
  alertmanager: [
    "Prometheus Alertmanager",
    "Several alerts in one notification: a loop over what is firing, and what is over.",
  ],
  grafana: ["Grafana", "Unified alerting with values, labels and links to panels."],
  datadog: ["Datadog", "A monitor's webhook: tags, priority and a link."],
  zabbix: ["Zabbix", "A trigger with its severity, host and operational data."],
  "cloudwatch-sns": ["Amazon CloudWatch through SNS", "JSON inside a JSON string, read with parseJson()."],
  "kubernetes-event": ["Kubernetes event", "A pod that cannot start: reason, object, counts."],
  "github-actions": ["GitHub Actions", "A workflow run that failed, with branch and commit."],
  sentry: ["Sentry", "An issue alert with the place in the code."],
  "uptime-kuma": ["Uptime Kuma", "A monitor that is down, and up again."],
  "observer-prompt": [
    "Observer prompt",
    "A prompt in Mustache: partials, messages by role, and values that cannot forge its sections.",
  ],
  email: ["E-mail", "A mail turned into an alert: cut the subject, keep the useful lines."],
};
export const titleOf = (example: Example): string =>
  ABOUT[example.id]?.[0] ?? example.id.replace(/[-_]/g, " ").replace(/^./, (c) => c.toUpperCase());
const aboutOf = (example: Example): string => ABOUT[example.id]?.[1] ?? example.about;

/** The destination an example's template is written for. */
export function destinationFor(example: Pick<Example, "dialect">, name: string): Destination {
  if (example.dialect === "mustache") return "messages";
  if (name.endsWith(".json") || name === "webhook") return "webhook";
  return "plain";
}

export function fromExample(example: Example, name?: string, target: Target = "full"): Workspace {
  const files = target === "ilert" && example.portable.length > 0 ? example.portable : example.files;
  const wanted = files.findIndex((f) => f.name === name);
  const usual = files.findIndex((f) => f.name === "details" || (!f.partial && example.dialect === "mustache"));
  const main = wanted >= 0 ? wanted : Math.max(0, usual);
  const file = files[main]!;
  return {
    ...emptyWorkspace(),
    title: titleOf(example),
    docs: files.map((f) => {
      const destination = destinationFor(example, f.name);
      return destination === "webhook" ? { ...f, destination } : { ...f };
    }),
    active: main,
    main,
    events: example.events.map((event) => ({ ...event })),
    dialect: example.dialect,
    destination: example.dialect === "mustache" ? "messages" : "plain",
    target: example.dialect === "mustache" ? "full" : target,
    ...settings(example.options, file.name),
  };
}

/** The time zone and clock an example is rendered with. */
function settings(options: Example["options"], name: string): Partial<Workspace> {
  const own = { ...options.default, ...options[`${name}.itl`], ...options[`${name}.mustache`], ...options[name] };
  return {
    timezone: own.timezone ?? "UTC",
    now: own.now ?? null,
    escape: name.endsWith(".json") ? null : (own.escape ?? null),
  };
}

/** Where texts of an escape go. */
const CHANNELS: Partial<Record<Escape, Destination>> = {
  slack: "slack",
  json: "webhook",
  html: "email",
  markdown: "teams",
};

export function fromRecipe(recipe: Recipe): Workspace {
  const escape = recipe.options?.escape ?? null;
  const channel = recipe.dialect === "mustache" ? undefined : escape && CHANNELS[escape];
  return {
    ...emptyWorkspace(),
    title: recipe.title,
    docs: [{ name: "message", text: recipe.template, partial: false }],
    events: [{ name: "event", text: recipe.data }],
    timezone: recipe.options?.timezone ?? "UTC",
    now: recipe.options?.now ?? null,
    dialect: recipe.dialect ?? "itl",
    destination: channel ?? "plain",
    escape: channel ? null : escape,
    limit: recipe.options?.max_chars ?? null,
  };
}

/** Fills the dialog of examples and recipes. `open` gets the chosen work. */
export async function fillGallery(
  dialog: HTMLDialogElement,
  target: Target,
  open: (workspace: Workspace) => void,
): Promise<void> {
  const { examples: others, recipes } = (await import("virtual:gallery")) as { examples: Example[]; recipes: Recipe[] };
  const examples = [first as Example, ...others];
  const choose = (workspace: Workspace): void => {
    dialog.close();
    open(workspace);
  };
  const cards = h(
    "ul",
    { class: "cards" },
    ...examples.map((example) =>
      h(
        "li",
        { class: "card", "data-example": example.id },
        h(
          "h3",
          {},
          titleOf(example),
          " ",
          badge(target, example.portable.length > 0 || example.dialect === "mustache"),
        ),
        h("p", {}, aboutOf(example)),
        h(
          "div",
          { class: "chips" },
          ...(target === "ilert" && example.portable.length > 0 ? example.portable : example.files)
            .filter((f) => !f.partial)
            .map((file) =>
              h(
                "button",
                {
                  type: "button",
                  class: "chip",
                  "aria-label": `${titleOf(example)}: ${file.name}`,
                  onclick: () => choose(fromExample(example, file.name, target)),
                },
                file.name,
              ),
            ),
        ),
      ),
    ),
  );
  const rows = recipes.map((recipe) => {
    const row = h(
      "li",
      { class: "recipe" },
      h(
        "button",
        { type: "button", onclick: () => choose({ ...fromRecipe(recipe), target }) },
        h("b", {}, recipe.title, " ", badge(target, recipe.portable === true)),
        h("span", { class: "problem" }, recipe.problem),
        h("code", {}, recipe.output.length > 120 ? `${recipe.output.slice(0, 120)}…` : recipe.output),
      ),
    );
    return { row, text: `${recipe.title} ${recipe.problem} ${recipe.template} ${recipe.output}`.toLowerCase() };
  });
  const none = h(
    "p",
    { class: "note", hidden: true },
    "No recipe says that. The button “Insert data…” and the help may.",
  );
  const search = h("input", {
    type: "search",
    placeholder: `Search ${recipes.length} recipes: severity, link, cut, time…`,
    "aria-label": "Search the recipes",
    oninput: () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const { row, text } of rows) {
        row.hidden = !words.every((word) => text.includes(word));
        if (!row.hidden) shown++;
      }
      none.hidden = shown > 0;
    },
  });
  dialog.replaceChildren(
    dialogHead("gallery-heading", "Start from an example", dialog),
    h(
      "div",
      { class: "dialog-body" },
      h(
        "p",
        { class: "note" },
        "Real events of real systems, with the templates people would write for them. Each opens as a work of its own; yours stays.",
      ),
      cards,
      h("h3", { class: "part" }, "Recipes"),
      search,
      h("ul", { class: "recipes" }, ...rows.map((r) => r.row)),
      none,
    ),
  );
}

/** Whether ilert itself understands it, where that is the question. */
const badge = (target: Target, portable: boolean): HTMLElement | null =>
  target === "ilert"
    ? h("span", { class: portable ? "pill good" : "pill soft" }, portable ? "runs on ilert" : "full engine")
    : null;
