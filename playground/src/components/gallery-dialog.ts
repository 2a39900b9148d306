import type { Destination, Target } from "@itl/editor";
import type { Escape } from "itl-wasm";
import { recipes as allRecipes, examples as others } from "virtual:gallery";
import first from "virtual:gallery-first";
import { h } from "../dom.js";
import { aboutOf, type Example, fromExample, titleOf } from "../gallery.js";
import { emptyWorkspace, type Workspace } from "../workspace.js";
import { dialogHead } from "./dialog.js";

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
export function fillGallery(dialog: HTMLDialogElement, target: Target, open: (workspace: Workspace) => void): void {
  const examples = [first, ...others] as Example[];
  const recipes = allRecipes as Recipe[];
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
