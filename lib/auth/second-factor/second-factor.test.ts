import { generateSync } from "otplib";
import { describe, expect, test } from "vitest";
import { amountAtStake, needsSecondFactor } from "./asked-above";
import { isOneTimeCode, newSecret, setupLink, stepOfCode } from "./one-time-code";
import { newRecoveryCodes, readRecoveryCode, recoveryCodeMatches } from "./recovery-codes";
import { openSecret, sealSecret } from "./sealed-secret";

const MASTER = "K3vQ9xWm2TzL7pRb5YdN8cHs4JfG6uAe";
const ANNA = "3f0a0c52-1111-4222-8333-444455556666";
const at = new Date("2026-06-01T10:00:15Z");
const seconds = (offset: number) => new Date(at.getTime() + offset * 1000);

describe("the secret at rest", () => {
  test("is not in what is stored, and comes back only for its person and with the server's secret", () => {
    const secret = newSecret();
    const stored = sealSecret(secret, ANNA, MASTER);
    expect(stored).not.toContain(secret);
    expect(openSecret(stored, ANNA, MASTER)).toBe(secret);
    expect(openSecret(stored, ANNA.replace("3f", "4f"), MASTER)).toBeNull();
    expect(openSecret(stored, ANNA, `${MASTER}x`)).toBeNull();
  });

  test("is another text each time, and an altered one opens nothing", () => {
    const secret = newSecret();
    const stored = sealSecret(secret, ANNA, MASTER);
    expect(sealSecret(secret, ANNA, MASTER)).not.toBe(stored);
    const [version, iv, tag, sealed = ""] = stored.split(".");
    const other = sealed.startsWith("A") ? `B${sealed.slice(1)}` : `A${sealed.slice(1)}`;
    for (const altered of [
      [version, iv, tag, other].join("."),
      [version, iv, tag?.slice(0, 8), sealed].join("."),
      ["2", iv, tag, sealed].join("."),
      "",
    ])
      expect(openSecret(altered, ANNA, MASTER)).toBeNull();
  });
});

describe("a one-time code", () => {
  const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
  const codeAt = (moment: Date) => generateSync({ secret, epoch: Math.floor(moment.getTime() / 1000) });
  const step = Math.floor(at.getTime() / 30_000);

  test("is the one of RFC 6238 for its moment", () => {
    const published = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    const moment = new Date(1_111_111_109_000);
    expect(stepOfCode(published, "081804", moment, null)).toBe(37_037_036);
  });

  test.each([
    ["of this half minute", 0, step],
    ["of the half minute before", -30, step - 1],
    ["of the half minute after, from a clock that is ahead", 30, step + 1],
    ["a minute old", -60, null],
    ["a minute ahead", 60, null],
  ])("%s", (_what, offset, expected) => {
    expect(stepOfCode(secret, codeAt(seconds(offset)), at, null)).toBe(expected);
  });

  test("counts once: neither it nor an earlier one counts after it", () => {
    expect(stepOfCode(secret, codeAt(at), at, step)).toBeNull();
    expect(stepOfCode(secret, codeAt(seconds(-30)), at, step)).toBeNull();
    expect(stepOfCode(secret, codeAt(seconds(30)), seconds(30), step)).toBe(step + 1);
    // The app's clock was ahead, its code has been used, and the next half minute has not come yet.
    expect(stepOfCode(secret, codeAt(at), at, step + 1)).toBeNull();
    expect(stepOfCode(secret, codeAt(at), at, step + 2)).toBeNull();
  });

  test("is read with the space that apps show, and nothing else is a code", () => {
    const code = codeAt(at);
    expect(stepOfCode(secret, `${code.slice(0, 3)} ${code.slice(3)}`, at, null)).toBe(step);
    for (const given of ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", `${code}0`]) {
      expect(isOneTimeCode(given)).toBe(false);
      expect(stepOfCode(secret, given, at, null)).toBeNull();
    }
  });

  test("is set up by a link that names the product, the person and nothing but", () => {
    const link = new URL(setupLink(secret, "cfo@larkfield.example"));
    expect(link.protocol).toBe("otpauth:");
    expect(decodeURIComponent(link.pathname)).toContain("Revenue OS:cfo@larkfield.example");
    expect(link.searchParams.get("secret")).toBe(secret);
    expect(newSecret()).toMatch(/^[A-Z2-7]{32}$/);
  });
});

describe("recovery codes", () => {
  test("are ten, all different, stored as hashes of which none fits another", async () => {
    const codes = await newRecoveryCodes();
    expect(new Set(codes.map(({ code }) => code)).size).toBe(10);
    const [one, other] = codes;
    if (!one || !other) throw new Error("there are ten");
    expect(one.codeHash).toMatch(/^\$argon2id\$/);
    const read = readRecoveryCode(` ${one.code.toUpperCase()} `);
    expect(read?.selector).toBe(one.selector);
    expect(await recoveryCodeMatches(one.codeHash, read?.rest ?? "")).toBe(true);
    expect(await recoveryCodeMatches(other.codeHash, read?.rest ?? "")).toBe(false);
    expect(await recoveryCodeMatches(null, read?.rest ?? "")).toBe(false);
  });

  test("are told from anything else that is typed", () => {
    for (const given of [
      "",
      "123456",
      "abcde",
      "abcde-fghjk",
      "abcde-fghjk-mnpq1",
      "abcde-fghjk-mnpqr-stuvw",
    ])
      expect(readRecoveryCode(given)).toBeNull();
  });
});

describe("whether a signature takes a second factor", () => {
  test("what is paid by the month counts as twelve months", () => {
    expect(amountAtStake({ details: { amount_usd_per_month: 3200 }, amountUsd: 3200 })).toBe(38_400);
    expect(amountAtStake({ details: { amount_usd: 3200 }, amountUsd: 3200 })).toBe(3200);
    expect(amountAtStake({ details: { count: 1 }, amountUsd: null })).toBeNull();
  });

  test.each([
    ["no limit, any amount", null, 1_000_000, false],
    ["no limit, no amount", null, null, false],
    ["below", 10_000, 9999.99, false],
    ["exactly at the limit", 10_000, 10_000, false],
    ["a cent above", 10_000, 10_000.01, true],
    ["a request that states no amount", 10_000, null, true],
    ["a limit of zero", 0, 0.01, true],
  ])("%s", (_what, limit, stake, needed) => {
    expect(needsSecondFactor(limit, stake)).toBe(needed);
  });
});
