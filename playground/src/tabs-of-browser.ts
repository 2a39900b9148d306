// Two tabs of the browser may open the same work; the later one is told.

type Message = { kind: "ask" | "here" | "gone"; id: string; tab: string };

/** Talks to the other tabs of the page about the work that each has open. */
export class OtherTabs {
  onFound: () => void = () => {};
  onGone: () => void = () => {};

  private id: string | null = null;
  private readonly tab = crypto.getRandomValues(new Uint32Array(2)).join("-");
  private readonly channel =
    typeof BroadcastChannel === "function" ? new BroadcastChannel("itl-playground:works") : null;

  constructor() {
    if (!this.channel) return;
    this.channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data.id !== this.id || data.tab === this.tab) return;
      if (data.kind === "ask") this.say("here");
      else if (data.kind === "here") this.onFound();
      else this.onGone();
    };
    // A page that comes back from the browser's memory asks again.
    addEventListener("pageshow", (event) => event.persisted && this.say("ask"));
  }

  /** From now on this tab has that work. */
  hold(id: string): void {
    if (this.id !== null && this.id !== id) this.say("gone");
    this.id = id;
    this.say("ask");
  }

  leave(): void {
    this.say("gone");
  }

  private say(kind: Message["kind"]): void {
    if (this.id !== null) this.channel?.postMessage({ kind, id: this.id, tab: this.tab } satisfies Message);
  }
}
