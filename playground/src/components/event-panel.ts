import { payloadEditor, showPayloadInvisibles } from "@itl/editor";
import type { App } from "../app.js";
import { byId, h } from "../dom.js";
import { curlBody, splitEvents, tidyJson, toEvents } from "../events.js";
import { MAX_EVENTS } from "../workspace.js";
import { dialogHead } from "./dialog.js";
import { drawTabs } from "./tab-list.js";
import { toast } from "./toast.js";

/** The panel of events: a tab for each, and the JSON of the open one. */
export function eventPanel(app: App): void {
  const host = byId("payload-editor");
  const view = payloadEditor(
    host,
    app.event.text,
    app.state.preferences.invisibles,
    (text) => app.setEventText(text),
    paste,
    app.started,
  );

  function paste(text: string): boolean {
    const several = splitEvents(text);
    if (!several) {
      const body = curlBody(text);
      const single = body ?? text;
      // One line of JSON is laid out, if it takes the place of all that was there.
      const { main } = view.state.selection;
      const whole = main.from === 0 && main.to === view.state.doc.length;
      if (!(whole || view.state.doc.toString().trim() === "" || body !== null) || !isJson(single)) return false;
      const minified = !single.trim().includes("\n") && single.length > 80;
      if (body === null && !minified) return false;
      const insert = minified ? tidyJson(single) : single;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert }, userEvent: "input.paste" });
      if (body !== null) toast("The body of the command is the event now.");
      return true;
    }
    const taken = app.work.events.filter((_, i) => i !== app.work.event).map((event) => event.name);
    app.replaceEvent(toEvents(several.slice(0, MAX_EVENTS - taken.length), taken));
    const added = several.length;
    const others = taken.length;
    if (others === 0) toast(`${added} events, a tab for each.`);
    else {
      toast(`${added} events, a tab for each; the ${others} others are still here.`, "Remove the others", () => {
        app.removeEvents(new Set(taken));
      });
    }
    return true;
  }

  const draw = (): void => {
    const { events, event } = app.work;
    drawTabs(
      byId("event-tabs"),
      host,
      "event",
      events.map((one, i) => ({ name: one.name, title: i === event ? "Again to rename or remove" : one.name })),
      event,
      { onOpen: (i) => app.openEvent(i), onEdit: (i) => editEvent(app, i) },
    );
  };
  app.store.on((s) => `${s.id} ${s.work.event} ${s.work.events.map((one) => one.name).join("\n")}`, draw);
  app.store.on(
    (s) => s.rendered?.payloadError ?? null,
    (error) => {
      const state = byId("payload-state");
      state.textContent = error ? "not valid JSON; the message is from the last valid one" : "";
      state.className = error ? "state bad" : "state";
    },
  );
  app.store.on(
    (s) => s.preferences.invisibles,
    (on) => showPayloadInvisibles(view, on),
  );
  /** The text of the open event, where it did not come from the editor itself. */
  const show = (): void => {
    const { text } = app.event;
    if (view.state.doc.toString() === text) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 } });
  };
  app.store.on((s) => s.work.events[s.work.event]?.text, show);

  byId("pretty").addEventListener("click", () => {
    const text = app.event.text;
    if (!isJson(text)) return toast("The event is not valid JSON; its first mistake is marked.");
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: tidyJson(text) } });
  });
  byId("add-event").addEventListener("click", () => {
    if (app.work.events.length >= MAX_EVENTS) return toast("There is no room for more events.");
    const names = app.work.events.map((event) => event.name);
    app.addEvents(toEvents([app.event.text], names, `${app.event.name} copy`));
    view.focus();
  });
  draw();
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** Renames or removes an event. */
function editEvent(app: App, index: number): void {
  const dialog = byId<HTMLDialogElement>("doc-dialog");
  const name = h("input", {
    type: "text",
    value: app.work.events[index]!.name,
    required: true,
    autofocus: true,
    id: "doc-name",
    maxLength: 100,
  });
  const form = h(
    "form",
    { method: "dialog", onsubmit: () => app.renameEvent(index, name.value) },
    h("label", { class: "stack", for: "doc-name" }, "Name"),
    name,
    h(
      "div",
      { class: "buttons" },
      app.work.events.length > 1
        ? h(
            "button",
            {
              type: "button",
              class: "button danger",
              onclick: () => {
                dialog.close();
                app.removeEvent(index);
              },
            },
            "Remove",
          )
        : null,
      h("span", { class: "grow" }),
      h("button", { type: "submit", class: "button primary" }, "Save"),
    ),
  );
  dialog.replaceChildren(dialogHead("doc-heading", "Event", dialog), h("div", { class: "dialog-body" }, form));
  dialog.showModal();
  name.select();
}
