/** Other names for a key, in lower case, without those that hold it already. */
export declare function otherNames(key: string): string[];
/** How usual a key is among the names of its group; the smaller, the more. */
export declare function usualness(key: string): number;
