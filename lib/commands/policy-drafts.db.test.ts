import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { referenceArtifacts } from "../../kernel/enforcement/testing/reference-policy";
import type { Role } from "../auth/permissions";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { policyHash } from "../policy/active-policy";
import { companySet } from "../policy/company-set";
import { discardPolicyDraft } from "./discard-policy-draft";
import { importPolicyDraft } from "./import-policy-draft";
import { proposePolicy } from "./propose-policy";
import { savePolicyDraft } from "./save-policy-draft";
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
} from "./testing/policies";
import { uploadPolicyDraft } from "./upload-policy-draft";

const at = new Date("2026-06-01T10:00:00Z");
const title = "Runway of eighteen months";

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

async function staffed() {
  const company = await createCompany();
  return { company, analyst: await company.hire("FP&A"), fromBundleId: company.policyBundleId };
}

const stored = ({ tenantId }: Pick<Company, "tenantId">, id: string) =>
  inTenant({ tenantId }, (tx) =>
    tx.policyBundle.findUniqueOrThrow({ where: { tenantId_id: { tenantId, id } } }),
  );
const entries = ({ tenantId }: Pick<Company, "tenantId">) =>
  inTenant({ tenantId }, (tx) => tx.decisionLogEntry.count({ where: { tenantId } }));

describe("a draft", () => {
  test("begins as a copy of a version, says where it comes from and by whom, and is no log entry", async () => {
    const { company, analyst, fromBundleId } = await staffed();
    const { bundleId, status, hash } = must(await startPolicyDraft(analyst, { fromBundleId, title }, at));
    expect({ status, hash }).toEqual({ status: "VALIDATED", hash: policyHash(referenceArtifacts) });
    expect(await stored(company, bundleId)).toMatchObject({
      version: "draft-1",
      status: "VALIDATED",
      title,
      basedOn: fromBundleId,
      createdBy: analyst.userId,
      createdAt: at,
      artifacts: referenceArtifacts,
    });
    expect(await entries(company)).toBe(0);
  });

  test("gets a number of its own, even when ten begin at once and one was discarded", async () => {
    const { company, analyst, fromBundleId } = await staffed();
    const first = must(await startPolicyDraft(analyst, { fromBundleId, title }, at));
    must(await discardPolicyDraft(analyst, { bundleId: first.bundleId }, at));
    const begun = await Promise.all(
      Array.from({ length: 10 }, () => startPolicyDraft(analyst, { fromBundleId, title }, at)),
    );
    const versions = await Promise.all(
      begun.map(async (each) => (await stored(company, must(each).bundleId)).version),
    );
    expect(new Set(versions)).toEqual(new Set(Array.from({ length: 10 }, (_, n) => `draft-${n + 2}`)));
  });

  test("keeps its faults: it is a draft until no check finds one, and a draft again when one does", async () => {
    const { company, analyst, fromBundleId } = await staffed();
    const begun = must(await startPolicyDraft(analyst, { fromBundleId, title }, at));
    const { bundleId } = begun;
    const save = (seenHash: string, artifacts: unknown) =>
      savePolicyDraft(analyst, { bundleId, seenHash, title, artifacts }, at);
    const faulty = must(await save(begun.hash, withFault()));
    expect(faulty.status).toBe("DRAFT");
    const sound = must(await save(faulty.hash, withRunwayFloor(18, 12)));
    expect(sound.status).toBe("VALIDATED");
    expect(await stored(company, bundleId)).toMatchObject({
      artifacts: withRunwayFloor(18, 12),
      hash: policyHash(withRunwayFloor(18, 12)),
      updatedBy: analyst.userId,
    });
    expect(must(await save(sound.hash, withFault())).status).toBe("DRAFT");
    expect(await entries(company)).toBe(0);
  });

  test("of two people who save at once the second is told, and loses nothing of the first", async () => {
    const { company, analyst, fromBundleId } = await staffed();
    const cfo = await company.hire("CFO");
    const { bundleId, hash } = must(await startPolicyDraft(analyst, { fromBundleId, title }, at));
    const saves = await Promise.all([
      savePolicyDraft(analyst, { bundleId, seenHash: hash, title, artifacts: withRunwayFloor(18, 12) }, at),
      savePolicyDraft(cfo, { bundleId, seenHash: hash, title, artifacts: withOtherWords() }, at),
    ]);
    expect(saves.map(codeOf).toSorted()).toEqual(["CONFLICT", "done"]);
    const winner = saves.find((each) => each.ok);
    expect((await stored(company, bundleId)).hash).toBe(winner?.ok && winner.value.hash);
  });

  test("holds nothing whose hash the database would compute otherwise", async () => {
    const { analyst, fromBundleId } = await staffed();
    const { bundleId, hash } = must(await startPolicyDraft(analyst, { fromBundleId, title }, at));
    const artifacts = {
      ...referenceArtifacts,
      micro_case: { micro_case: { assumptions: [{ rate: 1e-9 }] } },
    };
    const save = await savePolicyDraft(analyst, { bundleId, seenHash: hash, title, artifacts }, at);
    expect(save).toMatchObject({
      failure: {
        code: "INVALID_INPUT",
        fields: { "micro_case.assumptions[0].rate": "A number is 0, or between 0.000001 and 1e21 in size." },
      },
    });
  });

  test("that was discarded or proposed is neither edited nor discarded nor proposed again", async () => {
    const { company, analyst } = await staffed();
    const gone = await draftPolicy(analyst, withOtherWords(), at);
    must(await discardPolicyDraft(analyst, gone, at));
    const proposed = await draftAndPropose(analyst, { artifacts: withRunwayFloor(18, 12), at });
    for (const each of [gone, proposed]) {
      const artifacts = withOtherWords();
      expect(codeOf(await savePolicyDraft(analyst, { ...each, title, artifacts }, at))).toBe("STALE");
      expect(codeOf(await discardPolicyDraft(analyst, each, at))).toBe("CONFLICT");
      const again = await proposePolicy(analyst, { ...each, version: "9.0.0", reason: REASON }, at);
      expect(codeOf(again)).toBe("CONFLICT");
    }
    expect((await stored(company, gone.bundleId)).endedAt).toEqual(at);
  });

  test("may begin from one that was discarded: nothing is lost", async () => {
    const { company, analyst } = await staffed();
    const gone = await draftPolicy(analyst, withOtherWords(), at);
    must(await discardPolicyDraft(analyst, gone, at));
    const taken = must(await startPolicyDraft(analyst, { fromBundleId: gone.bundleId, title }, at));
    expect((await stored(company, taken.bundleId)).artifacts).toEqual(withOtherWords());
  });
});

describe("a policy from elsewhere", () => {
  test("comes in as four files, with its faults", async () => {
    const { company, analyst } = await staffed();
    const texts = Object.fromEntries(
      Object.entries(withFault()).map(([name, value]) => [name, JSON.stringify(value, null, 2)]),
    );
    const { bundleId, status } = must(await uploadPolicyDraft(analyst, { artifacts: texts, title }, at));
    expect(status).toBe("DRAFT");
    expect(await stored(company, bundleId)).toMatchObject({
      version: "draft-1",
      basedOn: null,
      artifacts: withFault(),
    });
  });

  test("comes in as a whole set, and goes out as it came in", async () => {
    const { company, analyst } = await staffed();
    const archive = companySet(withRunwayFloor(18, 12), "2.0.0");
    const { bundleId, status } = must(await importPolicyDraft(analyst, { archive, title }, at));
    expect(status).toBe("VALIDATED");
    expect((await stored(company, bundleId)).artifacts).toEqual(withRunwayFloor(18, 12));
  });

  test("is refused when one byte of the set is another, with the file", async () => {
    const { company, analyst } = await staffed();
    const archive = companySet(withRunwayFloor(18, 12), "2.0.0").replace(
      "RunwayMonths >= 18",
      "RunwayMonths >= 17",
    );
    const answer = await importPolicyDraft(analyst, { archive, title }, at);
    expect(answer).toMatchObject({ ok: false, failure: { code: "INVALID_INPUT" } });
    expect(answer.ok ? "" : answer.failure.message).toMatch(/08_outcome_contract\.json/);
    expect(await inTenant(company, (tx) => tx.policyBundle.count())).toBe(1);
  });
});

describe("who may not", () => {
  test.each<Role>(["Head of Sales/Marketing", "CPO/CTO", "Team lead", "Auditor", "Administrator"])(
    "a %s writes no draft, by any of the ways",
    async (role) => {
      const { company, analyst, fromBundleId } = await staffed();
      const outsider = await company.hire(role);
      const draft = await draftPolicy(analyst, withRunwayFloor(18, 12), at);
      const archive = companySet(withOtherWords(), "2.0.0");
      const attempts = [
        startPolicyDraft(outsider, { fromBundleId, title }, at),
        uploadPolicyDraft(outsider, { artifacts: referenceArtifacts, title }, at),
        importPolicyDraft(outsider, { archive, title }, at),
        savePolicyDraft(outsider, { ...draft, title, artifacts: withOtherWords() }, at),
        discardPolicyDraft(outsider, draft, at),
        proposePolicy(outsider, { ...draft, version: "2.0.0", reason: REASON }, at),
      ];
      for (const attempt of attempts) expect(codeOf(await attempt)).toBe("FORBIDDEN");
      expect(await stored(company, draft.bundleId)).toMatchObject({
        status: "VALIDATED",
        hash: draft.seenHash,
      });
    },
  );

  test("somebody of another company finds no such draft and no such version", async () => {
    const { analyst, fromBundleId } = await staffed();
    const stranger = await (await createCompany()).hire("CFO");
    const draft = await draftPolicy(analyst, withRunwayFloor(18, 12), at);
    const attempts = [
      startPolicyDraft(stranger, { fromBundleId, title }, at),
      savePolicyDraft(stranger, { ...draft, title, artifacts: withOtherWords() }, at),
      discardPolicyDraft(stranger, draft, at),
      proposePolicy(stranger, { ...draft, version: "2.0.0", reason: REASON }, at),
    ];
    for (const attempt of attempts) expect(codeOf(await attempt)).toBe("NOT_FOUND");
  });
});
