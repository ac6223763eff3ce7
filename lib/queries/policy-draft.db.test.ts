import { afterAll, beforeAll, expect, test } from "vitest";
import { createCompany } from "../commands/testing/company";
import { draftAndPropose, draftPolicy, must, withFault, withRunwayFloor } from "../commands/testing/policies";
import { connect, disconnect } from "../db/client";
import { createTestDatabase } from "../db/testing/test-database";
import { policyHash } from "../policy/active-policy";
import { loadPolicyDraft } from "./policy-draft";

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

const at = (day: number) => new Date(Date.UTC(2099, 2, day, 9));

async function company() {
  const made = await createCompany();
  return { ...made, fpa: await made.hire("FP&A", "Ewa"), lead: await made.hire("Team lead", "Kwame") };
}

test("a draft opens with what was saved, who saved it, and the policy in force to compare it with", async () => {
  const { fpa, lead } = await company();
  const artifacts = withRunwayFloor(14, 11);
  const { bundleId, seenHash } = await draftPolicy(fpa, artifacts, at(1));
  const draft = must(await loadPolicyDraft(lead, bundleId));
  expect(draft.head).toMatchObject({
    id: bundleId,
    stage: "VALIDATED",
    hash: seenHash,
    edited: { by: "Ewa" },
  });
  expect(draft.artifacts).toEqual(artifacts);
  // The hash that a save must have seen is that of the content shown, in whatever order its keys are read.
  expect(policyHash(draft.artifacts)).toBe(seenHash);
  expect(draft.inForce?.version).toBe("1.0");
});

test("a draft reads in the order in which a policy is published, which the database does not keep", async () => {
  const { fpa } = await company();
  const { bundleId } = await draftPolicy(fpa, withFault(), at(1));
  const { artifacts, head } = must(await loadPolicyDraft(fpa, bundleId));
  expect(head.stage).toBe("DRAFT");
  expect(Object.keys(artifacts)).toEqual(["micro_case", "trigger_spec", "gating_rules", "outcome_contract"]);
  const { triggers } = (artifacts.trigger_spec as { trigger_spec: { triggers: object[] } }).trigger_spec;
  expect(Object.keys(triggers[0] ?? {}).slice(0, 4)).toEqual(["id", "name", "formula", "threshold"]);
});

test("the rules that travel to the browser speak of the bundle, and leave the rest of the set at home", async () => {
  const { fpa } = await company();
  const { bundleId } = await draftPolicy(fpa, withFault(), at(1));
  const { published } = must(await loadPolicyDraft(fpa, bundleId));
  expect(Object.keys(published.documents).sort()).toEqual(["01", "04", "05", "07"]);
  const items = (published.documents["07"] as { items: { id: string; paths: string[] }[] }).items;
  expect(items.length).toBeGreaterThan(20);
  expect(items.every(({ paths }) => paths.some((path) => path.startsWith("08.bundle")))).toBe(true);
  expect(JSON.stringify(published).length).toBeLessThan(30_000);
});

test("a version that was proposed says so, and nobody opens the draft of another company", async () => {
  const { fpa } = await company();
  const { bundleId } = await draftAndPropose(fpa, { artifacts: withRunwayFloor(14, 11), at: at(1) });
  expect(must(await loadPolicyDraft(fpa, bundleId)).head.stage).toBe("PROPOSED");
  const stranger = (await company()).fpa;
  for (const id of [bundleId, "no-id-at-all", "00000000-0000-4000-8000-000000000000"])
    expect(await loadPolicyDraft(stranger, id)).toMatchObject({ ok: false, failure: { code: "NOT_FOUND" } });
});
