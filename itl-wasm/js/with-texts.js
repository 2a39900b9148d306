// Puts the texts of dist/texts.js into answers of the build that has them not. In modules of their own, they are not
// downloaded by a page that asks for none.

import { codes, functions } from "../dist/texts.js";

/** The library, with what each function does and examples. */
export const listed = (list) => list.map((row) => ({ ...row, ...texts(row.name) }));

const texts = (name) => {
  const { doc, examples } = functions[name];
  return { doc, examples };
};

/** What a code means; null for an unknown one. */
export const explained = (found) => found && { ...found, ...codes[found.code] };

/** What can be written at a place. */
export const completed = (found) =>
  found && { ...found, items: found.items.map((item) => ({ ...item, doc: shown(item.doc) })) };

/** What stands at a place. */
export const hovered = (found) => found && { ...found, text: shown(found.text) };

/** After U+0000 stands the name of the function whose text it is (`itl-analysis/src/complete/items.rs`). */
const shown = (text) => (text?.startsWith("\0") ? functions[text.slice(1)].shown : text);
