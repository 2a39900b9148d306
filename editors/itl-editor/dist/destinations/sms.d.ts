/** How a text goes out as SMS. */
export interface Sms {
    encoding: "GSM-7" | "UCS-2";
    /** Length in the units of the encoding: septets or UTF-16 units. */
    units: number;
    /** Units that one message of this text may hold. */
    perSegment: number;
    segments: number;
    /** Units left in the last segment. */
    left: number;
    /** The characters that force UCS-2, each once. */
    foreign: string[];
}
/** Whether every character is in the GSM alphabet. */
export declare const isGsm: (text: string) => boolean;
/** Counts segments as networks do: no character is split over two segments. */
export declare function countSms(text: string): Sms;
