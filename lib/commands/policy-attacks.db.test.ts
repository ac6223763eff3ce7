// What the database refuses whatever program writes, tried as the application's own role.
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { referenceArtifacts } from "../../kernel/enforcement/testing/reference-policy";
import { connect, disconnect } from "../db/client";
import type { Actor } from "../db/governed-write";
import { createTestDatabase } from "../db/testing/test-database";
import { policyHash } from "../policy/active-policy";
import { declinePolicy } from "./decline-policy";
import { signPolicy } from "./sign-policy";
import { createCompany } from "./testing/company";
import {
  draftAndPropose,
  draftPolicy,
  must,
  proposeAndSign,
  withOtherWords,
  withRunwayFloor,
} from "./testing/policies";

const at = new Date("2026-06-01T10:00:00Z");
const artifacts = withRunwayFloor(18, 12);

let app: pg.Client;

beforeAll(async () => {
  const database = await createTestDatabase();
  connect(database.appUrl);
  app = new pg.Client({ connectionString: database.appUrl });
  await app.connect();
});
afterAll(async () => {
  await app.end();
  await disconnect();
});

async function staffed() {
  const company = await createCompany();
  const [cfo, ceo] = [await company.hire("CFO"), await company.hire("CEO")];
  return { company, cfo, ceo };
}

type Session = Pick<Actor, "tenantId" | "userId">;

/** Each statement in one transaction of a session; what the last one changed, or why it was refused. */
async function as(session: Session, ...statements: [text: string, ...values: unknown[]][]): Promise<string> {
  await app.query("begin");
  try {
    await app.query("select set_config('app.tenant_id', $1, true), set_config('app.user_id', $2, true)", [
      session.tenantId,
      session.userId ?? "",
    ]);
    let changed = 0;
    for (const [text, ...values] of statements) changed = (await app.query(text, values)).rowCount ?? 0;
    await app.query("commit");
    return `${changed} changed`;
  } catch (error) {
    await app.query("rollback");
    if (error instanceof Error) return error.message;
    throw error;
  }
}

type Signature = { bundleId: string; role: string; by: string; hash: string; verdict?: string };

const signature = (
  { tenantId }: Session,
  { bundleId, role, by, hash, verdict = "APPROVE" }: Signature,
): [string, ...unknown[]] => [
  `insert into policy_signoffs (tenant_id, bundle_id, role, signed_by, verdict, hash, reason)
   values ($1, $2, $3, $4, $5, $6, 'For a reason of its own')`,
  tenantId,
  bundleId,
  role,
  by,
  verdict,
  hash,
];

const setStatus = (bundleId: string, status: string): [string, ...unknown[]] => [
  "update policy_bundles set status = $2 where id = $1",
  bundleId,
  status,
];

test("nobody signs for a role they do not hold, nor for somebody else, nor twice, nor in two roles", async () => {
  const { company, cfo, ceo } = await staffed();
  const lead = await company.hire("Team lead");
  const { bundleId, seenHash: hash } = await draftAndPropose(cfo, { artifacts, at });
  const sign = (session: Session, role: string, by: string) =>
    as(session, signature(session, { bundleId, role, by, hash }));
  expect(await sign(lead, "CFO", lead.userId)).toBe("the signer does not hold the role CFO");
  expect(await sign(cfo, "CEO", cfo.userId)).toBe("the signer does not hold the role CEO");
  expect(await sign(cfo, "CEO", ceo.userId)).toBe("nobody signs for somebody else");
  expect(await sign({ tenantId: cfo.tenantId }, "CEO", ceo.userId)).toBe("nobody signs for somebody else");
  expect(await sign(cfo, "Team lead", cfo.userId)).toMatch(/does not hold|policy_signoff_role/);
  expect(await sign(cfo, "CFO", cfo.userId)).toBe("1 changed");
  expect(await sign(cfo, "CFO", cfo.userId)).toMatch(/policy_signoffs_one_per_/);
  const promoted: [string, ...unknown[]] = [
    "update memberships set role = 'CEO' where user_id = $1",
    cfo.userId,
  ];
  const both = await as(cfo, promoted, signature(cfo, { bundleId, role: "CEO", by: cfo.userId, hash }));
  expect(both).toMatch(/policy_signoffs_one_per_person/);
});

test("only a proposal is signed, and only the content it has", async () => {
  const { cfo } = await staffed();
  const draft = await draftPolicy(cfo, withOtherWords(), at);
  const onDraft = signature(cfo, {
    bundleId: draft.bundleId,
    role: "CFO",
    by: cfo.userId,
    hash: draft.seenHash,
  });
  expect(await as(cfo, onDraft)).toBe("only a proposed policy version is signed");
  const { bundleId } = await draftAndPropose(cfo, { artifacts, at });
  const hash = draft.seenHash;
  const other = signature(cfo, { bundleId, role: "CFO", by: cfo.userId, hash });
  expect(await as(cfo, other)).toBe("the signature is for another content than the one proposed");
});

test("a proposal keeps content, version, reason, class and author", async () => {
  const { company, cfo, ceo } = await staffed();
  const { bundleId } = await draftAndPropose(cfo, { artifacts, at });
  const set = (assignment: string) =>
    as(cfo, [`update policy_bundles set ${assignment} where id = $1`, bundleId]);
  for (const content of [
    "artifacts = '{}'",
    `artifacts = '{}', hash = '${policyHash({})}'`,
    "version = '3.0.0'",
    "status = 'DRAFT'",
    "status = 'VALIDATED', artifacts = '{}'",
  ])
    expect(await set(content)).toMatch(/never changes|is not followed by/);
  expect(await set("reason = 'Another reason than the one given'")).toMatch(/was proposed never changes/);
  expect(await set("change_class = 'patch'")).toMatch(/was proposed never changes/);
  expect(await set(`proposed_by = '${ceo.userId}'`)).toMatch(/was proposed never changes/);
  expect(await set(`based_on = null`)).toMatch(/comes from never changes/);
  expect(await set(`created_by = '${ceo.userId}'`)).toMatch(/comes from never changes/);
  expect(company.policyBundleId).not.toBe(bundleId);
});

test("a hash that is not that of the content is not proposed", async () => {
  const { cfo } = await staffed();
  const { bundleId, seenHash } = await draftPolicy(cfo, artifacts, at);
  const swapped = await as(
    cfo,
    ["update policy_bundles set artifacts = $2 where id = $1", bundleId, JSON.stringify(withOtherWords())],
    [
      `update policy_bundles set status = 'PROPOSED', version = '2.0.0', change_class = 'patch', proposed_by = $2,
       proposed_at = now(), reason = 'Nothing but words' where id = $1 and hash = $3`,
      bundleId,
      cfo.userId,
      seenHash,
    ],
  );
  expect(swapped).toBe("the hash of policy version 2.0.0 is not that of its content");
});

test("no policy comes into force without both signatures, by no step", async () => {
  const { company, cfo, ceo } = await staffed();
  const { bundleId, seenHash } = await draftAndPropose(cfo, { artifacts, at });
  const [end, begin] = [setStatus(company.policyBundleId, "SUPERSEDED"), setStatus(bundleId, "ACTIVE")];
  expect(await as(cfo, begin)).toMatch(/has not been signed by the CFO and the CEO/);
  must(await signPolicy(cfo, { bundleId, seenHash }, at));
  expect(await as(cfo, end, begin)).toMatch(/has not been signed by the CFO and the CEO/);
  const decline = signature(ceo, {
    bundleId,
    role: "CEO",
    by: ceo.userId,
    hash: seenHash,
    verdict: "DECLINE",
  });
  expect(await as(ceo, decline, end, begin)).toMatch(/has not been signed by the CFO and the CEO/);
  must(await declinePolicy(ceo, { bundleId, seenHash, reason: "Not with this burn." }, at));
  expect(await as(cfo, end, begin)).toMatch(/is DISCARDED, which is not followed by ACTIVE/);
  const approve = signature(ceo, { bundleId, role: "CEO", by: ceo.userId, hash: seenHash });
  expect(await as(ceo, approve)).toBe("only a proposed policy version is signed");
});

test("a draft does not jump into force, and none is written into force", async () => {
  const { company, cfo } = await staffed();
  const { bundleId } = await draftPolicy(cfo, artifacts, at);
  expect(await as(cfo, setStatus(bundleId, "ACTIVE"))).toMatch(/is not followed by ACTIVE/);
  for (const status of ["ACTIVE", "PROPOSED", "SUPERSEDED"]) {
    const inserted = await as(cfo, setStatus(company.policyBundleId, "SUPERSEDED"), [
      `insert into policy_bundles (tenant_id, version, status, hash, artifacts, reason, change_class, proposed_by, proposed_at)
       values ($1, '7.0.0', $2, $3, $4, 'Because I can do this', 'patch', $5, now())`,
      cfo.tenantId,
      status,
      policyHash(referenceArtifacts),
      JSON.stringify(referenceArtifacts),
      cfo.userId,
    ]);
    expect(inserted).toBe("a policy version begins as a draft");
  }
});

test("no version is deleted, none that ended comes back, and no signature is changed or taken back", async () => {
  const { company, cfo, ceo } = await staffed();
  const { bundleId } = await proposeAndSign([cfo, ceo], { artifacts, at });
  expect(await as(cfo, ["delete from policy_bundles where id = $1", bundleId])).toBe(
    "a policy version is never deleted",
  );
  expect(await as(cfo, ["delete from policy_signoffs where bundle_id = $1", bundleId])).toMatch(/denied/);
  expect(await as(cfo, ["update policy_signoffs set hash = 'x' where bundle_id = $1", bundleId])).toMatch(
    /denied/,
  );
  const activated = await as(
    cfo,
    setStatus(company.policyBundleId, "SUPERSEDED"),
    setStatus(bundleId, "ACTIVE"),
    ["update policy_bundles set activated_at = now() where id = $1", bundleId],
  );
  expect(activated).toBe("1 changed");
  const revived = await as(
    cfo,
    setStatus(bundleId, "SUPERSEDED"),
    setStatus(company.policyBundleId, "ACTIVE"),
  );
  expect(revived).toMatch(/is SUPERSEDED, which is not followed by ACTIVE/);
  const [backdated] = [
    await as(cfo, ["update policy_bundles set activated_at = '2020-01-01' where id = $1", bundleId]),
  ];
  expect(backdated).toMatch(/began and ended never changes/);
});

test("a version is discarded in one's own name, with the instant, and neither changes afterwards", async () => {
  const { cfo, ceo } = await staffed();
  const { bundleId } = await draftAndPropose(cfo, { artifacts, at });
  const discard = (by: string | null, when: string | null): [string, ...unknown[]] => [
    "update policy_bundles set status = 'DISCARDED', ended_by = $2, ended_at = $3, ended_reason = 'Later' where id = $1",
    bundleId,
    by,
    when,
  ];
  const today = "2026-06-05T09:00:00Z";
  expect(await as(ceo, setStatus(bundleId, "DISCARDED"))).toMatch(/discarded in one's own name/);
  expect(await as(ceo, discard(cfo.userId, today))).toMatch(/discarded in one's own name/);
  expect(await as(ceo, discard(ceo.userId, null))).toMatch(/discarded in one's own name/);
  expect(await as(ceo, discard(ceo.userId, today))).toBe("1 changed");
  for (const change of ["ended_by = null", "ended_reason = 'Never'", "ended_at = now()"])
    expect(await as(ceo, [`update policy_bundles set ${change} where id = $1`, bundleId])).toMatch(
      /began and ended never changes/,
    );
});

test("another company's session finds neither the proposal nor a way to sign it", async () => {
  const { cfo } = await staffed();
  const stranger = await staffed();
  const { bundleId, seenHash: hash } = await draftAndPropose(cfo, { artifacts, at });
  expect(await as(stranger.cfo, setStatus(bundleId, "DISCARDED"))).toBe("0 changed");
  const own = signature(stranger.cfo, { bundleId, role: "CFO", by: stranger.cfo.userId, hash });
  expect(await as(stranger.cfo, own)).toBe("only a proposed policy version is signed");
  const theirs = signature(cfo, { bundleId, role: "CFO", by: stranger.cfo.userId, hash });
  expect(await as(stranger.cfo, theirs)).toMatch(/row-level security|only a proposed policy version/);
  expect(await as(stranger.cfo, ["select from policy_signoffs where bundle_id = $1", bundleId])).toBe(
    "0 changed",
  );
});

test("a cycle does not close under a policy that is not in force", async () => {
  const { cfo } = await staffed();
  const { bundleId } = await draftAndPropose(cfo, { artifacts, at });
  const stored = await as(cfo, [
    `insert into evaluation_cycles (tenant_id, id, cadence, cycle_key, version, period_start, period_end, evaluated_at,
       status, outcome, reason_codes, mode_before, mode_after, consecutive_pass_cycles, policy_bundle_id,
       kernel_version, document, report)
     values ($1, $2, 'weekly', '2026-W23', 1, '2026-06-01', '2026-06-07', now(), 'CLOSED', 'COMPLETED', '{}', 'NORMAL',
       'NORMAL', 0, $3, '1.0.0', '{}', '{}')`,
    cfo.tenantId,
    randomUUID(),
    bundleId,
  ]);
  expect(stored).toBe("cycle 2026-W23 would close under a policy that is not in force");
});
