import { byId, h } from "../dom.js";

let hiding: ReturnType<typeof setTimeout> | undefined;

/** Says something in passing, at the lower edge, with one way to act on it. */
export function toast(message: string, action?: string, run?: () => void): void {
  const box = byId("toast");
  clearTimeout(hiding);
  const act = (): void => {
    box.hidden = true;
    run?.();
  };
  box.replaceChildren(
    message,
    action && run ? h("button", { type: "button", class: "button small", onclick: act }, action) : "",
  );
  box.hidden = false;
  hiding = setTimeout(() => (box.hidden = true), action ? 9_000 : 4_000);
}

export async function copy(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(done);
  } catch {
    toast("The browser does not let the page copy; select the text and copy it.");
  }
}

/** Hands a text to the browser as a file. */
export function download(name: string, text: string, type = "application/json"): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = h("a", { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
