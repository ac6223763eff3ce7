import { afterAll, beforeAll, expect, test } from "vitest";
import { referenceArtifacts } from "../../kernel/enforcement/testing/reference-policy";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { loadSituation } from "../queries/situation";
import { createCompany } from "./create-company";

const AT = new Date("2026-03-02T09:00:00Z");
const acme = {
  name: "Acme Systems",
  slug: "acme",
  planStart: "2026-01-01",
  adminName: "Ada Byron",
  adminEmail: "ada@acme.example",
};

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

test("a new company has a policy in force, an administrator with a password to change, and two log entries", async () => {
  const created = await createCompany(acme, referenceArtifacts, AT);
  if (!created.ok) throw new Error(created.failure.message);
  const { tenantId, password } = created.value;
  expect(password).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/);
  await inTenant({ tenantId }, async (tx) => {
    const situation = await loadSituation(tx, tenantId);
    // Without a closed cycle nothing is known, so nothing that grows is open.
    expect(situation.situation.mode).toBe("DEFENSIVE");
    expect(situation.policy.hash).toBe(created.value.policyHash);
    const members = await tx.membership.findMany({ include: { user: true } });
    expect(members.map(({ role, user }) => [role, user.email, user.isDemo])).toEqual([
      ["Administrator", "ada@acme.example", false],
    ]);
    expect(members[0]?.user.passwordExpiresAt?.getTime()).toBeGreaterThan(AT.getTime());
    const entries = await tx.decisionLogEntry.findMany({ orderBy: { seq: "asc" } });
    expect(entries.map(({ kind }) => kind)).toEqual(["policy_activated", "access_change"]);
  });
});

test("a taken slug is refused in words, and nothing of the second company stays", async () => {
  const again = await createCompany({ ...acme, adminEmail: "eve@acme.example" }, referenceArtifacts, AT);
  expect(again).toMatchObject({ ok: false, failure: { code: "CONFLICT" } });
});

test("somebody with an account keeps their password and administers both companies", async () => {
  const second = await createCompany(
    { ...acme, name: "Acme Labs", slug: "acme-labs" },
    referenceArtifacts,
    AT,
  );
  expect(second).toMatchObject({ ok: true, value: { password: null } });
});

test("a company is not made under a policy that cannot be enforced", async () => {
  const { trigger_spec: _, ...incomplete } = referenceArtifacts;
  const refused = await createCompany({ ...acme, slug: "acme-two" }, incomplete, AT);
  expect(refused).toMatchObject({ ok: false, failure: { code: "INVALID_INPUT" } });
});
