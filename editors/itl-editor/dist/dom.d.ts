type Child = Node | string | null | undefined | false;
type Props = Record<string, unknown>;
/** Makes an element; texts stay texts. Keys with `on` are listeners, the rest properties or attributes. */
export declare function h<K extends keyof HTMLElementTagNameMap>(tag: K, props?: Props, ...children: Child[]): HTMLElementTagNameMap[K];
/** Runs `fn` once things have been quiet for `ms`. */
export declare function debounce(ms: number, fn: () => void): {
    (): void;
    flush(): void;
};
export {};
