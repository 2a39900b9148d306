import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { keymap } from "@codemirror/view";

/** Search and replace in the editors. */
export const searching = [highlightSelectionMatches(), keymap.of(searchKeymap)];
