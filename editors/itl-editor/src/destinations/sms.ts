const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENDED = new Set("\f^{}\\[~]|€");

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
export const isGsm = (text: string): boolean => [...text].every((c) => BASIC.has(c) || EXTENDED.has(c));

/** Counts segments as networks do: no character is split over two segments. */
export function countSms(text: string): Sms {
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
