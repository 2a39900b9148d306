import { h } from "../dom.js";

export interface TabItem {
  name: string;
  title?: string;
  class?: string;
}

export interface TabEvents {
  onOpen: (index: number, focus: boolean) => void;
  /** The open tab was chosen once more. */
  onEdit?: (index: number) => void;
}

/** A row of tabs, walked with the arrow keys; the open one is always in sight. */
export function drawTabs(
  parent: HTMLElement,
  panel: HTMLElement,
  prefix: string,
  items: readonly TabItem[],
  active: number,
  events: TabEvents,
): void {
  const had = parent.contains(document.activeElement);
  parent.replaceChildren(
    ...items.map((item, i) =>
      h(
        "button",
        {
          type: "button",
          role: "tab",
          class: `tab ${item.class ?? ""}`.trim(),
          id: `${prefix}-${i}`,
          "aria-selected": String(i === active),
          "aria-controls": panel.id,
          tabindex: i === active ? "0" : "-1",
          title: item.title,
          onclick: () => (i === active ? events.onEdit?.(i) : events.onOpen(i, true)),
          onkeydown: (event: KeyboardEvent) => {
            const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: items.length - 1 }[event.key];
            if (to === undefined || !items[to]) return;
            event.preventDefault();
            events.onOpen(to, false);
            parent.querySelector<HTMLElement>(`#${prefix}-${to}`)?.focus();
          },
        },
        item.name,
      ),
    ),
  );
  panel.setAttribute("role", "tabpanel");
  panel.setAttribute("aria-labelledby", `${prefix}-${active}`);
  const open = parent.children[active] as HTMLElement | undefined;
  if (had) open?.focus();
  // `scrollIntoView` would move the page as well.
  if (!open) return;
  const [outer, inner] = [parent.getBoundingClientRect(), open.getBoundingClientRect()];
  if (inner.left < outer.left || inner.right > outer.right) parent.scrollLeft += inner.left - outer.left - 24;
}
