import { describe, expect, it } from "vitest";
import { countSms, isGsm } from "../src/destinations/sms.js";

describe("SMS segments", () => {
  it.each([
    ["", "GSM-7", 0, 0],
    ["a".repeat(160), "GSM-7", 160, 1],
    ["a".repeat(161), "GSM-7", 161, 2],
    ["a".repeat(306), "GSM-7", 306, 2],
    ["a".repeat(307), "GSM-7", 307, 3],
    ["€".repeat(80), "GSM-7", 160, 1],
    ["€".repeat(81), "GSM-7", 162, 2],
    ["ж".repeat(70), "UCS-2", 70, 1],
    ["ж".repeat(71), "UCS-2", 71, 2],
    ["😀".repeat(35), "UCS-2", 70, 1],
    ["😀".repeat(36), "UCS-2", 72, 2],
  ] as const)("%#: %s", (text, encoding, units, segments) => {
    expect(countSms(text)).toMatchObject({ encoding, units, segments });
  });

  it("splits no character over two segments", () => {
    // 152 letters and a euro sign: the sign takes two places and moves on as a whole.
    expect(countSms(`${"a".repeat(152)}€${"a".repeat(151)}`)).toMatchObject({ units: 305, segments: 2 });
    expect(countSms(`${"a".repeat(152)}€${"a".repeat(152)}`)).toMatchObject({ units: 306, segments: 3 });
    expect(countSms(`${"ж".repeat(66)}😀${"ж".repeat(66)}`)).toMatchObject({ units: 134, segments: 3 });
  });

  it("names what is not in the alphabet, each once", () => {
    expect(countSms("a…b…ж").foreign).toEqual(["…", "ж"]);
    expect(isGsm("Straße [à] {1} ~ €")).toBe(true);
    expect(isGsm("ç")).toBe(false);
  });
});
