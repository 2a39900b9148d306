import { readWorkspace, type Workspace } from "./workspace.js";

/** Links larger than this are refused by too many programs to be worth offering. */
export const MAX_LINK = 100_000;
/** What a link may unpack to. */
const MAX_UNPACKED = 8 << 20;

async function pipe(
  bytes: Uint8Array<ArrayBuffer>,
  through: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(through).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MAX_UNPACKED) {
      await reader.cancel();
      throw new Error("the link holds too much");
    }
    chunks.push(value);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

const toBase64Url = (bytes: Uint8Array): string => {
  let text = "";
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

/** The workspace as the part of an address after `#`, which browsers send to nobody. */
export async function toFragment(workspace: Workspace): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(workspace));
  return `#w=${toBase64Url(await pipe(bytes as Uint8Array<ArrayBuffer>, new CompressionStream("deflate-raw")))}`;
}

/** Reads such a part; `null` where it is none or broken. */
export async function fromFragment(fragment: string): Promise<Workspace | null> {
  const match = /^#w=([\w-]+)$/.exec(fragment);
  if (!match) return null;
  try {
    const bytes = await pipe(fromBase64Url(match[1]!), new DecompressionStream("deflate-raw"));
    return readWorkspace(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}
