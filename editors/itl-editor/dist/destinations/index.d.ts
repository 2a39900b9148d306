import type { Diagnostic, Escape, Json, Message, Provider } from "itl-wasm";
import type { Job } from "../engine/protocol.js";
import type { MappedText } from "../mapped.js";
/** How the message leaves. */
export type Destination = "plain" | "slack" | "teams" | "email" | "sms" | "phone" | "push" | "webhook" | "pagerduty" | "ilert" | "messages" | "provider";
export declare const ESCAPES: readonly Escape[];
/** What a destination is drawn from. */
export interface Drawing {
    mapped: MappedText;
    /** The text before the cut. */
    whole: string;
    warnings: readonly Diagnostic[];
    messages: readonly Message[] | null;
    /** The messages in the shape of `provider`. */
    body: Json | null;
    title: string;
    provider: Provider;
    onProvider: (provider: Provider) => void;
}
export interface DestinationInfo {
    id: Destination;
    label: string;
    /** How values are escaped on their way out. */
    escape: Escape;
    /** Where it cuts the text. */
    budget?: Job["budget"];
    /** One line that says what happens to the text. */
    hint: string;
    /** Only where the template is a prompt. */
    prompt?: boolean;
    /** Draws it as its reader sees it; without it only the text is shown. */
    draw?: (drawing: Drawing) => Node;
}
export declare const DESTINATIONS: readonly DestinationInfo[];
export declare const destinationOf: (id: Destination) => DestinationInfo;
