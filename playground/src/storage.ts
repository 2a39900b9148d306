import { type Workspace, readWorkspace } from "./workspace.js";

const WORK = "itl-playground:work";
const PREFERENCES = "itl-playground:preferences";

/** What a person likes, apart from the work itself. */
export interface Preferences {
  theme: "auto" | "light" | "dark";
  invisibles: boolean;
  /** Whether the first steps are hidden. */
  introduced: boolean;
  /** Milliseconds a render may take. */
  patience: number;
}

const read = (key: string): unknown => {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
};

/** Storage may be full or forbidden; the page works without it. */
const write = (key: string, value: unknown): boolean => {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
};

export const loadWork = (): Workspace | null => readWorkspace(read(WORK));
export const saveWork = (workspace: Workspace): boolean => write(WORK, workspace);

export function loadPreferences(): Preferences {
  const given = read(PREFERENCES);
  const { theme, invisibles, introduced, patience } = (
    typeof given === "object" && given !== null ? given : {}
  ) as Record<string, unknown>;
  return {
    theme: theme === "light" || theme === "dark" ? theme : "auto",
    invisibles: invisibles === true,
    introduced: introduced === true,
    patience: typeof patience === "number" && patience >= 10 ? patience : 2_000,
  };
}
export const savePreferences = (preferences: Preferences): boolean => write(PREFERENCES, preferences);
