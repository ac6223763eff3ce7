import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { referenceArtifacts } from "../../kernel/enforcement/testing/reference-policy";
import type { Role } from "../auth/permissions";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { declinePolicy } from "./decline-policy";
import { proposePolicy } from "./propose-policy";
import { signPolicy } from "./sign-policy";
import { startPolicyDraft } from "./start-policy-draft";
import { type Company, createCompany } from "./testing/company";
import {
  codeOf,
  draftAndPropose,
  draftPolicy,
  must,
  REASON,
  withFault,
  withOtherWords,
  withRunwayFloor,
  withUnreadableFormula,
} from "./testing/policies";
import { withdrawPolicyProposal } from "./withdraw-policy-proposal";

const at = new Date("2026-06-01T10:00:00Z");
const reason = "The burn does not allow for it.";
const artifacts = withRunwayFloor(18, 12);

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

async function staffed() {
  const company = await createCompany();
  const [analyst, cfo, ceo] = [
    await company.hire("FP&A"),
    await company.hire("CFO"),
    await company.hire("CEO"),
  ];
  return { company, analyst, cfo, ceo };
}

const stored = ({ tenantId }: Pick<Company, "tenantId">, id: string) =>
  inTenant({ tenantId }, (tx) =>
    tx.policyBundle.findUniqueOrThrow({
      where: { tenantId_id: { tenantId, id } },
      include: { signoffs: true },
    }),
  );

async function logOf({ tenantId }: Pick<Company, "tenantId">) {
  const rows = await inTenant({ tenantId }, (tx) =>
    tx.decisionLogEntry.findMany({ orderBy: { seq: "asc" } }),
  );
  return rows.map(({ kind, title, content }) => ({ kind, title, facts: JSON.parse(content) }));
}

describe("a proposal", () => {
  test("carries version, class, reason and author, and stands in the log in words", async () => {
    const { company, analyst } = await staffed();
    const draft = await draftPolicy(analyst, artifacts, at);
    const proposed = must(await proposePolicy(analyst, { ...draft, version: "2.0.0", reason: REASON }, at));
    expect(proposed).toEqual({
      bundleId: draft.bundleId,
      version: "2.0.0",
      changeClass: "breaking",
      hash: draft.seenHash,
    });
    expect(await stored(company, draft.bundleId)).toMatchObject({
      status: "PROPOSED",
      version: "2.0.0",
      changeClass: "breaking",
      reason: REASON,
      proposedBy: analyst.userId,
      proposedAt: at,
    });
    const [entry, ...more] = await logOf(company);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      kind: "policy_change",
      title: "Policy 2.0.0 proposed by the FP&A: a breaking change, waits for CFO and CEO",
      facts: {
        step: "PROPOSED",
        bundle_id: draft.bundleId,
        version: "2.0.0",
        hash: draft.seenHash,
        change_class: "breaking",
        reason: REASON,
        policy_version: "1.0",
      },
    });
    expect(entry?.facts.changes.join(" ")).toContain("18");
  });

  test("with a fault is refused with code, path and what was expected", async () => {
    const { analyst } = await staffed();
    const draft = await draftPolicy(analyst, withFault(), at);
    const answer = await proposePolicy(analyst, { ...draft, version: "2.0.0", reason: REASON }, at);
    expect(answer).toMatchObject({ failure: { code: "INVALID_INPUT" } });
    expect(answer.ok ? "" : answer.failure.message).toMatch(
      /CFO-\d\d: trigger_spec\.triggers\[0\]\.threshold/,
    );
  });

  test("that the published checklist would fail is refused, with file and path, though the kernel could enforce it", async () => {
    const { analyst } = await staffed();
    const draft = await draftPolicy(analyst, withUnreadableFormula(), at);
    const answer = await proposePolicy(analyst, { ...draft, version: "2.0.0", reason: REASON }, at);
    expect(answer).toMatchObject({ failure: { code: "INVALID_INPUT" } });
    expect(answer.ok ? "" : answer.failure.message).toContain(
      "08_outcome_contract.json: bundle.trigger_spec.trigger_spec.triggers[8]: formula, character 33",
    );
  });

  test("that changes nothing is refused", async () => {
    const { analyst } = await staffed();
    const draft = await draftPolicy(analyst, referenceArtifacts, at);
    const answer = await proposePolicy(analyst, { ...draft, version: "2.0.0", reason: REASON }, at);
    expect(answer).toMatchObject({
      failure: { code: "INVALID_INPUT", message: expect.stringContaining("says the same as policy 1.0") },
    });
  });

  test.each([
    ["1.9.9", artifacts, "2.0.0"],
    ["1.0.0", withOtherWords(), "1.0.1"],
    ["0.9.0", withOtherWords(), "1.0.1"],
  ])("as %s is refused when its change needs more", async (version, content, needed) => {
    const { analyst } = await staffed();
    const draft = await draftPolicy(analyst, content, at);
    const answer = await proposePolicy(analyst, { ...draft, version, reason: REASON }, at);
    expect(answer).toMatchObject({ failure: { fields: { version: expect.stringContaining(needed) } } });
    const enough = await proposePolicy(analyst, { ...draft, version: needed, reason: REASON }, at);
    expect(codeOf(enough)).toBe("done");
  });

  test("of a content that somebody has saved over is refused", async () => {
    const { analyst } = await staffed();
    const draft = await draftPolicy(analyst, artifacts, at);
    const seenHash = `sha256:${"0".repeat(64)}`;
    const answer = await proposePolicy(analyst, { ...draft, seenHash, version: "2.0.0", reason: REASON }, at);
    expect(codeOf(answer)).toBe("CONFLICT");
  });

  test("is the only one, even when two are put up in the same moment", async () => {
    const { company, analyst, cfo } = await staffed();
    const drafts = [await draftPolicy(analyst, artifacts, at), await draftPolicy(cfo, withOtherWords(), at)];
    const answers = await Promise.all(
      drafts.map((draft, index) =>
        proposePolicy(cfo, { ...draft, version: `${index + 2}.0.0`, reason: REASON }, at),
      ),
    );
    expect(answers.map(codeOf).toSorted()).toEqual(["CONFLICT", "done"]);
    expect(await logOf(company)).toHaveLength(1);
  });

  test("gives its version back when it is withdrawn, to the next", async () => {
    const { analyst } = await staffed();
    const first = await draftAndPropose(analyst, { artifacts, at });
    must(await withdrawPolicyProposal(analyst, { bundleId: first.bundleId, reason }, at));
    const next = await draftPolicy(analyst, artifacts, at);
    expect(codeOf(await proposePolicy(analyst, { ...next, version: "2.0.0", reason: REASON }, at))).toBe(
      "done",
    );
  });
});

describe("signatures", () => {
  test("of CFO and CEO are two, each in the log with role and content; the policy in force stays", async () => {
    const { company, analyst, cfo, ceo } = await staffed();
    const draft = await draftAndPropose(analyst, { artifacts, at });
    expect(must(await signPolicy(ceo, draft, at)).awaits).toEqual(["CFO"]);
    expect(must(await signPolicy(cfo, draft, at)).awaits).toEqual([]);
    const { status, signoffs } = await stored(company, draft.bundleId);
    expect(status).toBe("PROPOSED");
    expect(signoffs.map(({ role, signedBy, hash }) => [role, signedBy, hash]).toSorted()).toEqual([
      ["CEO", ceo.userId, draft.seenHash],
      ["CFO", cfo.userId, draft.seenHash],
    ]);
    const [, first, second] = await logOf(company);
    expect(first).toMatchObject({
      title: "Policy 2.0.0 signed by the CEO: waits for the CFO",
      facts: { step: "SIGNED", signer_role: "CEO", hash: draft.seenHash, change_class: "breaking" },
    });
    expect(second?.title).toBe("Policy 2.0.0 signed by the CFO: in force with the next cycle that closes");
    expect((await stored(company, company.policyBundleId)).status).toBe("ACTIVE");
  });

  test("may come from the author, but not both", async () => {
    const { cfo, ceo } = await staffed();
    const draft = await draftAndPropose(cfo, { artifacts, at });
    expect(must(await signPolicy(cfo, draft, at)).awaits).toEqual(["CEO"]);
    expect(codeOf(await signPolicy(cfo, draft, at))).toBe("CONFLICT");
    expect(must(await signPolicy(ceo, draft, at)).awaits).toEqual([]);
  });

  test("of one person in two roles, one after the other, are not two", async () => {
    const { company, cfo } = await staffed();
    const draft = await draftAndPropose(cfo, { artifacts, at });
    must(await signPolicy(cfo, draft, at));
    const { tenantId, userId } = cfo;
    await inTenant(company, (tx) =>
      tx.membership.update({ where: { tenantId_userId: { tenantId, userId } }, data: { role: "CEO" } }),
    );
    const answer = await signPolicy({ ...cfo, role: "CEO" }, draft, at);
    expect(answer).toMatchObject({ failure: { message: expect.stringContaining("Nobody signs twice") } });
  });

  test("of a second CFO are refused: the role has signed", async () => {
    const { company, cfo } = await staffed();
    const draft = await draftAndPropose(cfo, { artifacts, at });
    must(await signPolicy(cfo, draft, at));
    const answer = await signPolicy(await company.hire("CFO", "Second CFO"), draft, at);
    expect(answer).toMatchObject({ failure: { message: expect.stringContaining("as CFO already") } });
  });

  test("of ten clicks in one moment are one signature and one log entry", async () => {
    const { company, cfo } = await staffed();
    const draft = await draftAndPropose(cfo, { artifacts, at });
    const answers = await Promise.all(Array.from({ length: 10 }, () => signPolicy(cfo, draft, at)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await stored(company, draft.bundleId)).signoffs).toHaveLength(1);
    expect(await logOf(company)).toHaveLength(2);
  });

  test("on another content than the one proposed are refused", async () => {
    const { cfo } = await staffed();
    const draft = await draftAndPropose(cfo, { artifacts, at });
    const seenHash = `sha256:${"f".repeat(64)}`;
    expect(codeOf(await signPolicy(cfo, { ...draft, seenHash }, at))).toBe("CONFLICT");
    expect(codeOf(await declinePolicy(cfo, { ...draft, seenHash, reason }, at))).toBe("CONFLICT");
  });

  test("under a draft are refused", async () => {
    const { cfo } = await staffed();
    const draft = await draftPolicy(cfo, artifacts, at);
    expect(codeOf(await signPolicy(cfo, draft, at))).toBe("CONFLICT");
  });

  test.each<Role>(["FP&A", "Head of Sales/Marketing", "CPO/CTO", "Team lead", "Auditor", "Administrator"])(
    "of a %s do not exist",
    async (role) => {
      const { company, cfo } = await staffed();
      const draft = await draftAndPropose(cfo, { artifacts, at });
      const member = await company.hire(role);
      expect(codeOf(await signPolicy(member, draft, at))).toBe("FORBIDDEN");
      expect(codeOf(await declinePolicy(member, { ...draft, reason }, at))).toBe("FORBIDDEN");
      const withdrawn = await withdrawPolicyProposal(member, { bundleId: draft.bundleId, reason }, at);
      expect(codeOf(withdrawn)).toBe("FORBIDDEN");
    },
  );

  test("of somebody who has left, or of another company, are refused", async () => {
    const { company, cfo, ceo } = await staffed();
    const draft = await draftAndPropose(cfo, { artifacts, at });
    const { tenantId, userId } = ceo;
    await inTenant(company, (tx) =>
      tx.membership.update({ where: { tenantId_userId: { tenantId, userId } }, data: { endedAt: at } }),
    );
    expect(codeOf(await signPolicy(ceo, draft, at))).toBe("FORBIDDEN");
    const stranger = await (await createCompany()).hire("CEO");
    expect(codeOf(await signPolicy(stranger, draft, at))).toBe("NOT_FOUND");
    expect(codeOf(await declinePolicy(stranger, { ...draft, reason }, at))).toBe("NOT_FOUND");
    const { bundleId } = draft;
    expect(codeOf(await withdrawPolicyProposal(stranger, { bundleId, reason }, at))).toBe("NOT_FOUND");
  });
});

describe("a refusal", () => {
  test("ends the proposal with its reason, and cannot be turned into a signature", async () => {
    const { company, cfo, ceo } = await staffed();
    const draft = await draftAndPropose(cfo, { artifacts, at });
    must(await signPolicy(cfo, draft, at));
    must(await declinePolicy(ceo, { ...draft, reason }, at));
    expect(await stored(company, draft.bundleId)).toMatchObject({ status: "DISCARDED", endedAt: at });
    expect((await logOf(company)).at(-1)).toMatchObject({
      title: "Policy 2.0.0 declined by the CEO",
      facts: { step: "DECLINED", signer_role: "CEO", reason },
    });
    expect(codeOf(await signPolicy(ceo, draft, at))).toBe("CONFLICT");
    expect(codeOf(await withdrawPolicyProposal(cfo, { bundleId: draft.bundleId, reason }, at))).toBe(
      "CONFLICT",
    );
  });

  test("of one who has signed is a withdrawal instead, and anybody who signs may withdraw", async () => {
    const { company, analyst, cfo, ceo } = await staffed();
    const draft = await draftAndPropose(analyst, { artifacts, at });
    must(await signPolicy(cfo, draft, at));
    expect(codeOf(await declinePolicy(cfo, { ...draft, reason }, at))).toBe("CONFLICT");
    must(await withdrawPolicyProposal(ceo, { bundleId: draft.bundleId, reason }, at));
    expect((await logOf(company)).at(-1)).toMatchObject({
      title: "Proposed policy 2.0.0 withdrawn by the CEO",
      facts: { step: "WITHDRAWN", reason },
    });
  });

  test("and a signature in the same moment: one wins, the other is told", async () => {
    const { company, cfo, ceo } = await staffed();
    const draft = await draftAndPropose(cfo, { artifacts, at });
    const answers = await Promise.all([
      signPolicy(cfo, draft, at),
      declinePolicy(ceo, { ...draft, reason }, at),
      withdrawPolicyProposal(cfo, { bundleId: draft.bundleId, reason }, at),
    ]);
    const { status, signoffs } = await stored(company, draft.bundleId);
    expect(status).toBe("DISCARDED");
    expect(answers.slice(1).map(codeOf).toSorted()).toEqual(["CONFLICT", "done"]);
    expect(await logOf(company)).toHaveLength(1 + answers.filter(({ ok }) => ok).length);
    expect(signoffs.length).toBeLessThanOrEqual(2);
  });

  test("comes from whoever proposed it until both have signed; then from the CFO or the CEO", async () => {
    const { company, analyst, cfo, ceo } = await staffed();
    const draft = await draftAndPropose(analyst, { artifacts, at });
    const colleague = await company.hire("FP&A", "Another analyst");
    const { bundleId } = draft;
    expect(codeOf(await withdrawPolicyProposal(colleague, { bundleId, reason }, at))).toBe("FORBIDDEN");
    must(await signPolicy(cfo, draft, at));
    must(await signPolicy(ceo, draft, at));
    expect(codeOf(await withdrawPolicyProposal(analyst, { bundleId, reason }, at))).toBe("FORBIDDEN");
    expect(codeOf(await withdrawPolicyProposal(ceo, { bundleId, reason }, at))).toBe("done");
  });
});

test("a draft that was altered behind its hash is neither copied nor proposed", async () => {
  const { company, cfo } = await staffed();
  const draft = await draftPolicy(cfo, artifacts, at);
  await inTenant(
    company,
    (tx) =>
      tx.$executeRaw`update policy_bundles set artifacts = jsonb_set(artifacts, '{micro_case}', '{}')
      where id = ${draft.bundleId}::uuid`,
  );
  const proposed = await proposePolicy(cfo, { ...draft, version: "2.0.0", reason: REASON }, at);
  expect(codeOf(proposed)).toBe("POLICY_UNTRUSTED");
  const copied = await startPolicyDraft(cfo, { fromBundleId: draft.bundleId, title: "A copy" }, at);
  expect(codeOf(copied)).toBe("POLICY_UNTRUSTED");
});
