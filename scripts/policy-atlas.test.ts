import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { main } from "./policy-atlas";

const REFERENCE = "docs/policy/vsf-TEST-CFO-001";
let folder: string;
let lines: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "atlas-"));
  lines = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
  process.exitCode = undefined;
});

function variant(change: (text: string) => string): string {
  const copy = join(folder, "variant");
  cpSync(REFERENCE, copy, { recursive: true });
  const file = join(copy, "08_outcome_contract.json");
  const [before, after] = [readFileSync(file, "utf8"), change(readFileSync(file, "utf8"))];
  if (before === after) throw new Error("the variant is the reference");
  writeFileSync(file, after);
  return copy;
}

describe("npm run policy:atlas", () => {
  it("sums a policy up, says what another would flip, and writes all of it", async () => {
    const json = join(folder, "atlas.json");
    const other = variant((text) => text.replace("cap experiments (2–5%", "cap experiments (2–8%"));
    await main(["--policy", REFERENCE, "--against", other, "--json", json]);
    expect(process.exitCode).toBeUndefined();
    expect(lines).toContain("262,144 situations × 57 classes of request");
    expect(lines).toContain("Rules that never fire: none");
    expect(lines.filter((line) => line.includes("kept"))).toHaveLength(9);
    expect(lines.find((line) => line.includes("BLOCKED → ALLOWED in 256 situations"))).toContain(
      "8% of GTM spend",
    );
    const written = JSON.parse(readFileSync(json, "utf8"));
    expect(written.report.classes).toBe(57);
    expect(written.difference.cells).toMatchObject({ opened: 256, closed: 0 });
  });

  it("ends in an error when a promise breaks, with the smallest example", async () => {
    const other = variant((text) => text.replace('"T1 PASS and T4 PASS"', '"T1 WATCH and T4 PASS"'));
    await main(["--policy", other]);
    expect(process.exitCode).toBe(1);
    expect(lines.filter((line) => line.includes("BROKEN"))).toHaveLength(1);
  });

  it("refuses what it does not know, and a policy that cannot be enforced, in one sentence", async () => {
    await expect(main(["--colour", "red"])).rejects.toThrow("Usage");
    const broken = variant((text) => text.replace("T5 PASS or WATCH", "T5 is fine"));
    await expect(main(["--policy", broken])).rejects.toThrow(/cannot be enforced: CFO-05/);
    rmSync(join(broken, "07_conformance_checklist.yaml"));
    await expect(main(["--policy", broken])).rejects.toThrow(/can be read: 07_conformance_checklist.yaml/);
    await expect(main(["--policy", join(folder, "nowhere")])).rejects.toThrow("There is no");
  });
});
