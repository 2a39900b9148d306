/** State in one place: read it, replace parts of it, and be told of what changed. */
export interface Store<S extends object> {
    readonly state: S;
    update(patch: Partial<S>): void;
    /** Calls `listener` after each update that changed what `select` reads. Returns the way to stop it. */
    on<T>(select: (state: S) => T, listener: (value: T, before: T) => void): () => void;
}
export declare function createStore<S extends object>(initial: S): Store<S>;
