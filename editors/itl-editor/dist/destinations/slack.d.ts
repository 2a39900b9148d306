import type { MappedText } from "../mapped.js";
/** Draws Slack's mrkdwn. */
export declare function slackNodes(mapped: MappedText, from?: number, to?: number): DocumentFragment;
