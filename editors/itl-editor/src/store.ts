/** State in one place: read it, replace parts of it, and be told of what changed. */
export interface Store<S extends object> {
  readonly state: S;
  update(patch: Partial<S>): void;
  /** Calls `listener` after each update that changed what `select` reads. Returns the way to stop it. */
  on<T>(select: (state: S) => T, listener: (value: T, before: T) => void): () => void;
}

export function createStore<S extends object>(initial: S): Store<S> {
  let state = initial;
  const watchers = new Set<{
    select: (state: S) => unknown;
    listener: (value: never, before: never) => void;
    seen: unknown;
  }>();
  return {
    get state() {
      return state;
    },
    update(patch) {
      state = { ...state, ...patch };
      for (const watcher of [...watchers]) {
        const value = watcher.select(state);
        if (Object.is(value, watcher.seen)) continue;
        const before = watcher.seen;
        watcher.seen = value;
        watcher.listener(value as never, before as never);
      }
    },
    on(select, listener) {
      const watcher = { select, listener, seen: select(state) as unknown };
      watchers.add(watcher as never);
      return () => watchers.delete(watcher as never);
    },
  };
}
