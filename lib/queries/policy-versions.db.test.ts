import { afterAll, beforeAll, expect, test } from "vitest";
import { activatePolicy } from "../commands/activate-policy";
import { declinePolicy } from "../commands/decline-policy";
import { discardPolicyDraft } from "../commands/discard-policy-draft";
import { signPolicy } from "../commands/sign-policy";
import { createCompany } from "../commands/testing/company";
import {
  draftAndPropose,
  draftPolicy,
  must,
  REASON,
  withFault,
  withOtherWords,
  withRunwayFloor,
} from "../commands/testing/policies";
import { withdrawPolicyProposal } from "../commands/withdraw-policy-proposal";
import { connect, disconnect } from "../db/client";
import { governedWrite } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { signedProposal } from "../policy/cycle-policy";
import { loadCycle } from "./cycle-detail";
import { listCycles } from "./cycles";
import { loadPolicyExport } from "./policy-export";
import { policyCursor } from "./policy-head";
import { loadPolicyVersion } from "./policy-version";
import { listPolicyVersions } from "./policy-versions";
import { writeHealthySpine } from "./testing/spine-fixture";

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

// Behind the policy that a company begins with, which the database dates itself.
const at = (day: number) => new Date(Date.UTC(2099, 2, day, 9));
const NEWEST = { before: null };

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

const listed = async (person: Parameters<typeof listPolicyVersions>[0]) =>
  must(await listPolicyVersions(person, NEWEST));
const version = async (person: Parameters<typeof loadPolicyVersion>[0], id: string) =>
  must(await loadPolicyVersion(person, id));

test("a company begins with one policy in force, which everybody reads and nobody can sign", async () => {
  const { lead, policyBundleId } = await company();
  const page = await listed(lead);
  expect(page.versions).toMatchObject([
    { id: policyBundleId, version: "1.0", stage: "ACTIVE", signatures: [] },
  ]);
  expect(page).toMatchObject({ proposal: null, mayDraft: false });
  expect(page.whyNotDraft).toBe("Drafts are written by CFO, CEO or FP&A.");
  const own = await version(lead, policyBundleId);
  expect(own).toMatchObject({ isTrusted: true, findings: [], toInForce: null, toBase: null });
  expect(own.choices).toMatchObject({
    edit: false,
    propose: false,
    signAs: null,
    withdraw: false,
    copy: false,
  });
});

test("a proposal names its people, waits for each of the two who sign, and for nobody else", async () => {
  const { fpa, cfo, ceo, lead } = await company();
  const { bundleId, seenHash } = await draftAndPropose(fpa, {
    artifacts: withRunwayFloor(16, 12),
    at: at(9),
  });
  expect((await listed(cfo)).proposal).toMatchObject({ id: bundleId, waitsForYou: true, isSigned: false });
  expect((await listed(fpa)).proposal).toMatchObject({ id: bundleId, waitsForYou: false });
  expect((await version(lead, bundleId)).choices.notes).toEqual([
    "A policy is signed by the CFO and the CEO; you are here as Team lead. It waits for the CFO and the CEO.",
  ]);
  must(await signPolicy(cfo, { bundleId, seenHash }, at(10)));
  expect((await listed(cfo)).proposal).toMatchObject({ waitsForYou: false });
  expect((await version(cfo, bundleId)).choices).toMatchObject({
    signAs: null,
    withdraw: true,
    notes: ["You have signed. It waits for the CEO."],
  });
  expect((await version(ceo, bundleId)).choices).toMatchObject({ signAs: "CEO", completes: true });
  const { head } = await version(ceo, bundleId);
  expect(head).toMatchObject({
    version: "2.0.0",
    stage: "PROPOSED",
    changeClass: "breaking",
    reason: REASON,
    drafted: { by: "Ewa", at: at(9) },
    proposed: { by: "Ewa", at: at(9) },
    signatures: [{ role: "CFO", by: "Solveig", at: at(10), verdict: "APPROVE", counts: true }],
  });
});

test("what both have signed is told apart from what still waits, and from what is in force", async () => {
  const { fpa, cfo, ceo, policyBundleId, tenantId } = await company();
  const proposed = await draftAndPropose(fpa, { artifacts: withRunwayFloor(16, 12), at: at(9) });
  must(await signPolicy(cfo, proposed, at(10)));
  must(await signPolicy(ceo, proposed, at(11)));
  const page = await listed(fpa);
  expect(page.proposal).toMatchObject({ id: proposed.bundleId, isSigned: true });
  expect(page.versions.map(({ stage }) => stage)).toEqual(["SIGNED", "ACTIVE"]);
  expect((await version(fpa, proposed.bundleId)).choices.withdraw).toBe(false);

  await governedWrite({ tenantId, name: "the system", role: "system" }, async ({ tx, append }) => {
    const policy = await signedProposal(tx, tenantId);
    if (policy) await append([await activatePolicy(tx, tenantId, policy, "2026-W12", at(16))]);
  });
  const after = await listed(fpa);
  expect(after.proposal).toBeNull();
  expect(after.versions.map(({ stage, activatedAt }) => [stage, activatedAt?.getUTCDate()])).toEqual([
    ["ACTIVE", 16],
    ["SUPERSEDED", 6],
  ]);
  const inForce = await version(fpa, proposed.bundleId);
  expect(inForce.toInForce).toBeNull();
  expect(inForce.toBase?.from.id).toBe(policyBundleId);
  expect((await version(fpa, policyBundleId)).toInForce?.changes.length).toBeGreaterThan(0);
});

test("a declined, a withdrawn and a discarded version are told apart, and can be copied", async () => {
  const { fpa, ceo } = await company();
  const declined = await draftAndPropose(fpa, { artifacts: withRunwayFloor(16, 12), at: at(9) });
  must(await declinePolicy(ceo, { ...declined, reason: "The plan does not carry it." }, at(10)));
  const withdrawn = await draftAndPropose(fpa, { artifacts: withRunwayFloor(17, 12), at: at(11) });
  must(
    await withdrawPolicyProposal(
      fpa,
      { bundleId: withdrawn.bundleId, reason: "Not thought through." },
      at(12),
    ),
  );
  const discarded = await draftPolicy(fpa, withOtherWords(), at(13));
  must(await discardPolicyDraft(fpa, { bundleId: discarded.bundleId }, at(14)));
  const { versions } = await listed(fpa);
  expect(versions.map(({ stage }) => stage)).toEqual(["DISCARDED", "WITHDRAWN", "DECLINED", "ACTIVE"]);
  const endings = versions.slice(0, 3).map(({ endedBy, endedReason }) => [endedBy, endedReason]);
  expect(endings).toEqual([
    ["Ewa", null],
    ["Ewa", "Not thought through."],
    ["Darius", null],
  ]);
  expect(versions[2]?.signatures).toMatchObject([
    { verdict: "DECLINE", reason: "The plan does not carry it." },
  ]);
  expect((await version(fpa, declined.bundleId)).choices).toMatchObject({
    copy: true,
    edit: false,
    propose: false,
  });
});

test("a draft shows what it changes, what that weighs, and what keeps it from being proposed", async () => {
  const { fpa, lead } = await company();
  const words = await draftPolicy(fpa, withOtherWords(), at(9));
  const patch = await version(fpa, words.bundleId);
  expect(patch).toMatchObject({ toBase: null, toInForce: { class: "patch", neededVersion: "1.0.1" } });
  expect(patch.choices).toMatchObject({ edit: true, discard: true, propose: true, notes: [] });
  expect((await version(lead, words.bundleId)).choices).toMatchObject({ edit: false, propose: false });

  const broken = await version(fpa, (await draftPolicy(fpa, withFault(), at(10))).bundleId);
  expect(broken.head.stage).toBe("DRAFT");
  expect(broken.findings[0]?.path).toContain("threshold.pass");
  expect(broken.choices).toMatchObject({
    propose: false,
    notes: ["It can be proposed once the checks find nothing."],
  });

  const open = await draftAndPropose(fpa, { artifacts: withRunwayFloor(16, 12), at: at(11) });
  expect((await version(fpa, words.bundleId)).choices.notes).toEqual([
    "Version 2.0.0 is proposed already; there is one proposal at a time.",
  ]);
  expect(open.bundleId).not.toBe(words.bundleId);
});

test("of many versions the newest come first, and the page after a place goes on from there", async () => {
  const { fpa } = await company();
  for (let day = 1; day <= 22; day += 1)
    await draftPolicy(fpa, withOtherWords(`Words of day ${day}`), at(day));
  const first = await listed(fpa);
  expect(first.versions).toHaveLength(20);
  expect(first.versions[0]?.version).toBe("draft-22");
  const second = must(await listPolicyVersions(fpa, { before: policyCursor(first.nextCursor) }));
  expect(second.versions.map((line) => line.version)).toEqual(["draft-2", "draft-1", "1.0"]);
  expect(second.nextCursor).toBeNull();
  expect(second.choices).toHaveLength(23);
  expect(policyCursor("yesterday")).toBeNull();
});

test("an altered version is told as altered, cannot be signed, and is not handed out", async () => {
  const { fpa, cfo, tenantId } = await company();
  const draft = await draftPolicy(fpa, withRunwayFloor(16, 12), at(9));
  const { bundleId } = draft;
  // As somebody would who writes to the database past the application; the hash stays the old one.
  await inTenant({ tenantId }, (tx) =>
    tx.policyBundle.updateMany({
      where: { tenantId, id: bundleId },
      data: { artifacts: withRunwayFloor(1, 0.5) as object },
    }),
  );
  const page = await version(cfo, bundleId);
  expect(page.isTrusted).toBe(false);
  expect(page.choices).toMatchObject({ propose: false, signAs: null, copy: false });
  const handed = await loadPolicyExport(cfo, bundleId);
  expect(handed.ok ? "handed out" : handed.failure.code).toBe("POLICY_UNTRUSTED");
});

test("the preview of a cycle that has not closed is judged under the signed version, and says that it would bring it into force", async () => {
  const { fpa, cfo, ceo, tenantId } = await company();
  await writeHealthySpine(tenantId, "2026-10", undefined, "2025-04");
  const preview = async () =>
    must(
      await loadCycle({ ...fpa, role: "FP&A" }, "monthly_close", "2026-05", new Date("2026-06-08T09:00:00Z")),
    ).comesIntoForce;
  const proposed = await draftAndPropose(fpa, { artifacts: withRunwayFloor(16, 12), at: at(9) });
  must(await signPolicy(cfo, proposed, at(10)));
  expect(await preview()).toBeNull();
  must(await signPolicy(ceo, proposed, at(11)));
  expect(await preview()).toEqual({ bundleId: proposed.bundleId, version: "2.0.0" });
  const { proposal } = must(await listCycles(fpa, { cadence: null, before: null }, at(12)));
  expect(proposal).toMatchObject({ version: "2.0.0", isSigned: true });
});
