import { afterAll, beforeAll, expect, test } from "vitest";
import { compile, decideRequest } from "../../kernel/enforcement";
import { referenceArtifacts } from "../../kernel/enforcement/testing/reference-policy";
import { createCompany } from "../commands/testing/company";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { policyHash } from "../policy/active-policy";
import { atlasByHash } from "../policy/atlas-by-hash";
import { loadPolicyAtlas } from "./policy-atlas";
import { loadSituation } from "./situation";

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

type Person = Parameters<typeof loadPolicyAtlas>[0];

async function atlasFor(person: Person, params: Record<string, string> = {}) {
  const loaded = await loadPolicyAtlas(person, params);
  if (!loaded.ok) throw new Error(loaded.failure.message);
  return loaded.value;
}

test("the atlas opens on the present situation, with the verdicts that requests of today would get", async () => {
  const company = await createCompany();
  const cfo = await company.hire("CFO");
  await company.closeCycle({ T4: "WATCH", T6: "FAIL" });
  const view = await atlasFor(cfo);
  expect(view).toMatchObject({ isToday: true, policy: { version: "1.0" }, cycle: { cadence: "weekly" } });
  expect(view.triggers.find(({ shortId }) => shortId === "T4")).toMatchObject({
    state: "WATCH",
    today: "WATCH",
    critical: true,
  });

  const { situation } = await inTenant(cfo, (tx) => loadSituation(tx, cfo.tenantId));
  const policy = compile(referenceArtifacts);
  const { atlas } = await atlasByHash(policyHash(referenceArtifacts), policy);
  const shown = new Map(
    view.gates.flatMap(({ groups }) =>
      groups.flatMap(({ verdict, codes, requests }) =>
        requests.map(({ classId }) => [classId, { allowed: verdict === "ALLOWED", codes }] as const),
      ),
    ),
  );
  expect(shown.size).toBe(view.report.classes);
  for (const { id, request } of atlas.classes) {
    const { decision, reason_codes } = decideRequest(policy, situation, request);
    expect([id, shown.get(id)]).toEqual([id, { allowed: decision === "ALLOWED", codes: reason_codes }]);
  }
});

test("another situation stands in the address, changes the gates, and changes nothing of the company", async () => {
  const company = await createCompany();
  const cfo = await company.hire("CFO");
  await company.closeCycle();
  const today = await atlasFor(cfo);
  const worse = await atlasFor(cfo, { T4: "FAIL", mode: "DEFENSIVE" });
  expect(worse).toMatchObject({ isToday: false, chosen: { mode: "DEFENSIVE" }, today: { mode: "NORMAL" } });
  expect(worse.gates[1]?.counts.ALLOWED).toBeLessThan(today.gates[1]?.counts.ALLOWED ?? 0);
  expect(await atlasFor(cfo)).toEqual(today);
});

test("before the first close every trigger is unknown, and a company without a policy gets a sentence", async () => {
  const company = await createCompany();
  const lead = await company.hire("Team lead");
  const view = await atlasFor(lead);
  expect(view.cycle).toBeNull();
  expect(new Set(view.triggers.map(({ state }) => state))).toEqual(new Set(["UNKNOWN"]));
  const { tenantId } = company;
  await inTenant({ tenantId }, (tx) =>
    tx.policyBundle.updateMany({ where: { tenantId }, data: { status: "SUPERSEDED" } }),
  );
  const refused = await loadPolicyAtlas(lead, {});
  expect(refused.ok ? null : refused.failure.code).toBe("POLICY_UNTRUSTED");
});
