/** A worker's address; only of this very origin. */
export declare const scriptUrl: (url: URL) => string;
/** A document for the sandboxed frame of the e-mail preview, which runs no scripts and loads nothing. */
export declare const frameHtml: (text: string) => string;
