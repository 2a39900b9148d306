import { ESCAPES } from "@itl/editor";
import type { App } from "../app.js";
import { byId, h } from "../dom.js";
import { FITS, type Workspace } from "../workspace.js";

/** The options of the render, and the switches of language and target. */
export function options(app: App): void {
  const escape = byId<HTMLSelectElement>("escape");
  const dialect = byId<HTMLSelectElement>("dialect");
  const target = byId<HTMLSelectElement>("target");
  const timezone = byId<HTMLInputElement>("timezone");
  const clock = byId<HTMLInputElement>("clock");
  const strict = byId<HTMLInputElement>("strict");
  const cut = byId<HTMLInputElement>("cut");
  const limit = byId<HTMLInputElement>("limit");
  const fit = byId<HTMLSelectElement>("fit");
  const onError = byId<HTMLSelectElement>("on-error");
  const allowed = byId("allowed");
  const invisibles = byId<HTMLInputElement>("invisibles");
  const zones = new Set<string>();

  escape.append(h("option", { value: "" }, "as sent there"), ...ESCAPES.map((e) => h("option", { value: e }, e)));
  escape.addEventListener("change", () => app.edit({ escape: ESCAPES.find((e) => e === escape.value) ?? null }));
  dialect.addEventListener("change", () => {
    const next = dialect.value === "mustache" ? "mustache" : "itl";
    const prompt = next === "itl" && app.destination.prompt;
    app.edit({ dialect: next });
    if (prompt) app.setDestination("plain");
  });
  target.addEventListener("change", () => app.edit({ target: target.value === "ilert" ? "ilert" : "full" }));
  timezone.addEventListener("input", () => {
    const known = zones.size === 0 || zones.has(timezone.value);
    timezone.setCustomValidity(known ? "" : "There is no zone of that name.");
    timezone.setAttribute("aria-invalid", String(!known));
    if (known) app.edit({ timezone: timezone.value });
  });
  clock.addEventListener("input", () => {
    const at = Date.parse(`${clock.value}Z`);
    if (!Number.isNaN(at)) app.edit({ now: at });
  });
  byId("clock-now").addEventListener("click", () => app.edit({ now: null }));
  strict.addEventListener("change", () => app.edit({ strict: strict.checked }));
  cut.addEventListener("change", () => app.edit({ cut: cut.checked }));
  limit.addEventListener("input", () => {
    const { valueAsNumber } = limit;
    app.edit({ limit: Number.isSafeInteger(valueAsNumber) && valueAsNumber > 0 ? valueAsNumber : null });
  });
  fit.addEventListener("change", () => app.edit({ fit: FITS.find((f) => f === fit.value) ?? null }));
  onError.addEventListener("change", () => app.edit({ onError: onError.value === "empty" ? "empty" : null }));
  byId("allow-none").addEventListener("click", () => app.edit({ allow: [] }));
  invisibles.addEventListener("change", () => app.setPreferences({ invisibles: invisibles.checked }));
  invisibles.checked = app.state.preferences.invisibles;

  const drawClock = (): void => {
    const { now } = app.work;
    if (document.activeElement !== clock) clock.value = new Date(now ?? Date.now()).toISOString().slice(0, 19);
    byId("clock-now").setAttribute("aria-pressed", String(now === null));
  };
  const draw = (work: Workspace): void => {
    dialect.value = work.dialect;
    target.value = work.target;
    if (document.activeElement !== timezone) timezone.value = work.timezone;
    escape.value = work.escape ?? "";
    strict.checked = work.strict;
    cut.checked = work.cut;
    if (document.activeElement !== limit) limit.value = work.limit === null ? "" : String(work.limit);
    fit.value = work.fit ?? "";
    onError.value = work.onError ?? "";
    allowed.hidden = work.allow.length === 0;
    allowed.firstElementChild!.textContent = `Warnings that are not shown: ${work.allow.join(", ")}.`;
    drawClock();
  };
  const shown = ({ work: w, id }: App["state"]): string =>
    [id, w.dialect, w.target, w.timezone, w.escape, w.strict, w.cut, w.limit, w.now, w.fit, w.onError, w.allow].join(
      " ",
    );
  app.store.on(shown, () => draw(app.work));
  draw(app.work);

  // The present moves on; what depends on it (`relativeTime`) follows once a minute.
  setInterval(() => {
    if (app.work.now !== null) return;
    drawClock();
    void app.render();
  }, 60_000);

  void app.started
    .then(() => app.engine.call("timezones", null))
    .then(
      (list) => {
        for (const zone of list) zones.add(zone);
        byId("zones").append(...list.map((zone) => h("option", { value: zone })));
      },
      () => {},
    );
}
