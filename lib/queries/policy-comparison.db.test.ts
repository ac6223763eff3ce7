import { afterAll, beforeAll, expect, test } from "vitest";
import { createCompany } from "../commands/testing/company";
import {
  draftAndPropose,
  draftPolicy,
  must,
  withOtherWords,
  withRunwayFloor,
} from "../commands/testing/policies";
import { connect, disconnect } from "../db/client";
import { createTestDatabase } from "../db/testing/test-database";
import { readCompanySet } from "../policy/company-set";
import { loadPolicyAtlas } from "./policy-atlas";
import { loadAtlasDifference } from "./policy-atlas-difference";
import { comparePolicies } from "./policy-comparison";
import { loadPolicyExport } from "./policy-export";
import { loadPolicyVersion } from "./policy-version";

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

// Behind the policy that a company begins with, which the database dates itself.
const at = (day: number) => new Date(Date.UTC(2099, 2, day, 9));
async function company() {
  const made = await createCompany();
  const [fpa, cfo, ceo, lead] = [
    await made.hire("FP&A", "Ewa"),
    await made.hire("CFO", "Solveig"),
    await made.hire("CEO", "Darius"),
    await made.hire("Team lead", "Kwame"),
  ];
  return { ...made, fpa, cfo, ceo, lead };
}

test("any two versions stand side by side; of one left out, the policy in force is taken", async () => {
  const { fpa, policyBundleId } = await company();
  const one = await draftPolicy(fpa, withRunwayFloor(16, 12), at(9));
  const other = await draftPolicy(fpa, withRunwayFloor(18, 12), at(10));
  const both = must(await comparePolicies(fpa, { from: one.bundleId, to: other.bundleId }));
  expect(
    both.difference.changes.map(({ subject, before, after }) => [subject, before, after]),
  ).toContainEqual(["T4 PASS", ">= 16 months", ">= 18 months"]);
  expect(both.isComparable).toBe(true);
  const alone = must(await comparePolicies(fpa, { to: one.bundleId }));
  expect(alone.from.id).toBe(policyBundleId);
  const self = must(await comparePolicies(fpa, { from: one.bundleId, to: one.bundleId }));
  expect(self.difference.changes).toEqual([]);
});

test("a version of another company does not exist, whichever page asks for it", async () => {
  const [{ fpa }, other] = [await company(), await company()];
  const { policyBundleId: foreign } = other;
  const codes = await Promise.all([
    loadPolicyVersion(fpa, foreign),
    comparePolicies(fpa, { to: foreign }),
    loadPolicyExport(fpa, foreign),
    loadAtlasDifference(fpa, { from: foreign, to: foreign }),
    loadPolicyAtlas(fpa, { version: foreign }),
    loadPolicyVersion(fpa, "no-id-at-all"),
  ]);
  expect(codes.map((result) => (result.ok ? "found" : result.failure.code))).toEqual(
    Array.from({ length: 6 }, () => "NOT_FOUND"),
  );
});

test("an exported set is verified on the way in, and brings the same policy; a draft goes under the version it needs", async () => {
  const { fpa, lead } = await company();
  const proposed = await draftAndPropose(fpa, { artifacts: withRunwayFloor(16, 12), at: at(9) });
  const file = must(await loadPolicyExport(lead, proposed.bundleId));
  expect(file.name).toBe("2.0.0");
  expect(readCompanySet(file.archive)).toEqual({
    ok: true,
    version: "2.0.0",
    artifacts: withRunwayFloor(16, 12),
  });
  const draft = await draftPolicy(fpa, withOtherWords(), at(10));
  const unfinished = must(await loadPolicyExport(fpa, draft.bundleId));
  expect(unfinished.name).toBe("draft-1");
  expect(readCompanySet(unfinished.archive)).toMatchObject({ ok: true, version: "1.0.1" });
});

test("what a version changes at the gates is told by direction, with points that flip, and against today", async () => {
  const made = await company();
  const { fpa, policyBundleId } = made;
  await made.closeCycle({ T1: "FAIL" }, "NORMAL");
  const artifacts = structuredClone(withRunwayFloor(12, 9)) as {
    gating_rules: { gating_rules: { gates: { allowed_if: { when: string }[] }[] } };
  };
  const rule = artifacts.gating_rules.gating_rules.gates[3]?.allowed_if[0];
  if (rule) rule.when = "T1 PASS and T4 PASS and T8 PASS";
  const draft = await draftPolicy(fpa, artifacts, at(9));
  const difference = must(await loadAtlasDifference(fpa, { from: policyBundleId, to: draft.bundleId }));
  const vendors = difference.gates.find(({ gateId }) => gateId === "G4_VENDOR_AND_NON_LABOR");
  expect(vendors?.looser).toBe(0);
  expect(vendors?.stricter).toBeGreaterThan(0);
  expect(difference.cells).toMatchObject({ opened: 0, closed: vendors?.stricter });
  expect(vendors?.flips.every(({ direction, isToday }) => direction === "STRICTER" && !isToday)).toBe(true);
  expect(difference.thresholdsChanged).toMatchObject([
    { trigger: "T4", to: "PASS RunwayMonths >= 12; WATCH RunwayMonths >= 9 and < 12; FAIL RunwayMonths < 9" },
  ]);

  // Each example is a point at which the two atlases disagree about the classes that it stands for.
  for (const { examples, labels } of vendors?.flips ?? [])
    for (const { address } of examples) {
      const allowed = async (id: string) => {
        const params = { ...Object.fromEntries(new URLSearchParams(address)), version: id };
        const view = must(await loadPolicyAtlas(fpa, params));
        const groups = view.gates.find(({ gateId }) => gateId === "G4_VENDOR_AND_NON_LABOR")?.groups ?? [];
        return new Set(
          groups
            .filter(({ verdict }) => verdict === "ALLOWED")
            .flatMap(({ requests }) => requests.map(({ label }) => label)),
        );
      };
      const [before, after] = [await allowed(policyBundleId), await allowed(draft.bundleId)];
      for (const label of labels) expect([before.has(label), after.has(label)]).toEqual([true, false]);
    }
});
