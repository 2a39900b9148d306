import type { Diagnostic, Explanation } from "itl-wasm";
/** A diagnostic as the list shows it. */
export interface Problem extends Diagnostic {
    /** Words after the message, such as in how many events it is so. */
    note?: string;
}
/** What the list can do. */
export interface ProblemActions {
    go: (d: Diagnostic) => void;
    fix: (d: Diagnostic) => void;
    /** Whether there is a fix; one with a suggestion has one. */
    canFix: (d: Diagnostic) => boolean;
    /** Applies all fixes at once. */
    fixAll: () => void;
    explain: (code: string) => Promise<Explanation | null>;
}
/** The check's findings, and of the render's those that say something new about their tag. */
export declare function mergeProblems(checked: readonly Diagnostic[], rendered: readonly Diagnostic[]): Diagnostic[];
/** The list below the template. */
export declare class ProblemList {
    private readonly parent;
    private readonly actions;
    /** What the list says now. */
    private drawn;
    constructor(parent: HTMLElement, actions: ProblemActions);
    /** `fine` is said where there is nothing to say. */
    show(problems: readonly Problem[], fine: string | null): void;
    private row;
}
