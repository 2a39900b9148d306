export function createStore(initial) {
    let state = initial;
    const watchers = new Set();
    return {
        get state() {
            return state;
        },
        update(patch) {
            state = { ...state, ...patch };
            for (const watcher of [...watchers]) {
                const value = watcher.select(state);
                if (Object.is(value, watcher.seen))
                    continue;
                const before = watcher.seen;
                watcher.seen = value;
                watcher.listener(value, before);
            }
        },
        on(select, listener) {
            const watcher = { select, listener, seen: select(state) };
            watchers.add(watcher);
            return () => watchers.delete(watcher);
        },
    };
}
