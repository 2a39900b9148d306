const BASIC = new Set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");
const EXTENDED = new Set("\f^{}\\[~]|€");
/** Whether every character is in the GSM alphabet. */
export const isGsm = (text) => [...text].every((c) => BASIC.has(c) || EXTENDED.has(c));
/** Counts segments as networks do: no character is split over two segments. */
export function countSms(text) {
    const foreign = [...new Set([...text].filter((c) => !BASIC.has(c) && !EXTENDED.has(c)))];
    const gsm = foreign.length === 0;
    const widths = [...text].map((c) => (gsm ? (EXTENDED.has(c) ? 2 : 1) : c.length));
    const units = widths.reduce((a, b) => a + b, 0);
    const single = gsm ? 160 : 70;
    if (units <= single) {
        return {
            encoding: gsm ? "GSM-7" : "UCS-2",
            units,
            perSegment: single,
            segments: units === 0 ? 0 : 1,
            left: single - units,
            foreign,
        };
    }
    // Parts of a longer message carry a header that takes room.
    const perSegment = gsm ? 153 : 67;
    let segments = 1;
    let used = 0;
    for (const width of widths) {
        if (used + width > perSegment) {
            segments++;
            used = 0;
        }
        used += width;
    }
    return { encoding: gsm ? "GSM-7" : "UCS-2", units, perSegment, segments, left: perSegment - used, foreign };
}
