import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { loadAccount } from "../auth/account";
import type { Role } from "../auth/permissions";
import { ROLES } from "../auth/permissions";
import { signIn } from "../auth/sign-in";
import {
  addCompany,
  addPerson,
  behindTheCurtain,
  type FixturePerson,
  PASSWORD,
} from "../auth/testing/company-fixture";
import { connect, disconnect } from "../db/client";
import type { Actor } from "../db/governed-write";
import { createTestDatabase, type TestDatabase } from "../db/testing/test-database";
import { demoSignIns } from "../queries/demo-sign-ins";
import { changePassword } from "./change-password";
import { changeRole } from "./change-role";
import { createApiKey } from "./create-api-key";
import { endMembership } from "./end-membership";
import { invitePerson } from "./invite-person";
import { resetPassword } from "./reset-password";

const AT = new Date("2026-11-22T10:00:00Z");
const later = (days: number) => new Date(AT.getTime() + days * 86_400_000);
const RULES = { demoAllowed: true };
const FORBIDDEN = { ok: false, failure: { code: "FORBIDDEN" } };
const NOT_FOUND = { ok: false, failure: { code: "NOT_FOUND" } };

let db: TestDatabase;
let tenantId: string;
let admin: Actor;
let lead: FixturePerson;

beforeAll(async () => {
  db = await createTestDatabase();
  connect(db.appUrl, 6);
});
afterAll(disconnect);
beforeEach(async () => {
  ({ tenantId } = await addCompany(db.superuserUrl));
  admin = await member("Anna", "Administrator");
  lead = await addPerson(db.superuserUrl, "Lea", [{ tenantId, role: "Team lead" }]);
});

async function member(name: string, role: Role, company = tenantId): Promise<Actor & { userId: string }> {
  const { userId } = await addPerson(db.superuserUrl, name, [{ tenantId: company, role }]);
  return { tenantId: company, userId, name, role };
}

const enter = (email: string, password: string, at = AT) =>
  signIn({ email, password, address: email, userAgent: null, at, demoAllowed: true });

const logOf = (company: string) =>
  behindTheCurtain(
    db.superuserUrl,
    "select kind, title from decision_log_entries where tenant_id = $1 order by seq",
    [company],
  );

const newcomer = (email: string) => ({ name: "Nils New", email, role: "FP&A" as const, team: "" });

test("an invited person signs in with the first password, may only choose another, and then works", async () => {
  const invited = await invitePerson(admin, newcomer("nils@example.com"), AT);
  if (!invited.ok || invited.value.password === null) throw new Error("a new person gets a password");
  const first = invited.value.password;
  const entered = await enter("nils@example.com", first);
  if (!entered.ok) throw new Error("the first password opens");
  expect(await loadAccount(entered.value, AT, RULES)).toMatchObject({ mustChangePassword: true });
  const next = "my own long passphrase";
  expect((await changePassword(entered.value, { current: first, next, repeated: next }, AT)).ok).toBe(true);
  expect(await loadAccount(entered.value, AT, RULES)).toMatchObject({
    mustChangePassword: false,
    companies: [{ tenantId, role: "FP&A" }],
  });
  expect((await enter("nils@example.com", first)).ok).toBe(false);
  expect(await logOf(tenantId)).toEqual([{ kind: "access_change", title: "Nils New joins as FP&A" }]);
});

test("a first password lapses after a week", async () => {
  const invited = await invitePerson(admin, newcomer("late@example.com"), AT);
  if (!invited.ok || invited.value.password === null) throw new Error("a new person gets a password");
  const inTime = await enter("late@example.com", invited.value.password, later(6.9));
  expect(inTime.ok).toBe(true);
  expect((await enter("late@example.com", invited.value.password, later(7))).ok).toBe(false);
  if (inTime.ok) expect(await loadAccount(inTime.value, later(7), RULES)).toBeNull();
});

test("somebody who has an account elsewhere keeps their password and name", async () => {
  const other = await addCompany(db.superuserUrl);
  const known = await addPerson(db.superuserUrl, "Kim", [{ tenantId: other.tenantId, role: "CEO" }]);
  const invited = await invitePerson(admin, { ...newcomer(known.email), role: "Auditor" }, AT);
  expect(invited).toMatchObject({ ok: true, value: { userId: known.userId, password: null } });
  const entered = await enter(known.email, PASSWORD);
  if (!entered.ok) throw new Error("the old password opens");
  const account = await loadAccount(entered.value, AT, RULES);
  expect(account).toMatchObject({ name: "Kim", mustChangePassword: false });
  expect(account?.companies.map(({ role }) => role).sort()).toEqual(["Auditor", "CEO"]);
});

test("inviting a member again is refused, and a former member comes back", async () => {
  const again = { name: "Lea", email: lead.email, role: "FP&A" as const, team: "" };
  expect(await invitePerson(admin, again, AT)).toMatchObject({ ok: false, failure: { code: "CONFLICT" } });
  expect((await endMembership(admin, lead.userId, AT)).ok).toBe(true);
  expect(await invitePerson(admin, again, AT)).toMatchObject({ ok: true, value: { userId: lead.userId } });
  expect((await logOf(tenantId)).map(({ title }) => title)).toEqual([
    "Lea no longer belongs to the company",
    "Lea joins as FP&A",
  ]);
});

test("another role holds from the next click on, and the log says what it was before", async () => {
  const entered = await enter(lead.email, PASSWORD);
  if (!entered.ok) throw new Error("the fixture's person signs in");
  expect((await changeRole(admin, { userId: lead.userId, role: "CPO/CTO", team: "Platform" }, AT)).ok).toBe(
    true,
  );
  const account = await loadAccount(entered.value, AT, RULES);
  expect(account?.companies).toMatchObject([{ role: "CPO/CTO", team: "Platform" }]);
  const [entry] = await behindTheCurtain(
    db.superuserUrl,
    "select content::jsonb -> 'access_change' as change from decision_log_entries where tenant_id = $1",
    [tenantId],
  );
  expect(entry?.change).toMatchObject({ step: "ROLE_CHANGED", role_before: "Team lead", role: "CPO/CTO" });
});

test("ending a membership takes the company away at once", async () => {
  const entered = await enter(lead.email, PASSWORD);
  if (!entered.ok) throw new Error("the fixture's person signs in");
  expect((await endMembership(admin, lead.userId, AT)).ok).toBe(true);
  expect((await loadAccount(entered.value, AT, RULES))?.companies).toEqual([]);
});

test("nobody changes their own access", async () => {
  const own = String(admin.userId);
  expect(await changeRole(admin, { userId: own, role: "CFO", team: "" }, AT)).toMatchObject(FORBIDDEN);
  expect(await endMembership(admin, own, AT)).toMatchObject(FORBIDDEN);
  expect(await resetPassword(admin, own, AT)).toMatchObject(FORBIDDEN);
});

test("of two administrators who end each other's access at the same moment, one stays", async () => {
  const second = await member("Boris", "Administrator");
  const results = await Promise.all([
    endMembership(admin, second.userId, AT),
    endMembership(second, String(admin.userId), AT),
  ]);
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
});

test.each(ROLES.filter((role) => role !== "Administrator"))(
  "%s manages neither people nor keys",
  async (role) => {
    const actor = await member("Somebody", role);
    const target = lead.userId;
    expect(await invitePerson(actor, newcomer(`x.${actor.userId}@example.com`), AT)).toMatchObject(FORBIDDEN);
    expect(await changeRole(actor, { userId: target, role: "CFO", team: "" }, AT)).toMatchObject(FORBIDDEN);
    expect(await endMembership(actor, target, AT)).toMatchObject(FORBIDDEN);
    expect(await resetPassword(actor, target, AT)).toMatchObject(FORBIDDEN);
    const key = { name: "A key", scopes: ["decision-runs:write" as const], expiresOn: "" };
    expect(await createApiKey(actor, key, AT)).toMatchObject(FORBIDDEN);
    expect(await logOf(tenantId)).toEqual([]);
  },
);

test("an administrator cannot act with a role that has been taken from them, nor in another company", async () => {
  const other = await addCompany(db.superuserUrl);
  const stranger = await member("Stranger", "Administrator", other.tenantId);
  expect(await endMembership(stranger, lead.userId, AT)).toMatchObject(NOT_FOUND);
  expect(await changeRole(stranger, { userId: lead.userId, role: "CFO", team: "" }, AT)).toMatchObject(
    NOT_FOUND,
  );
  expect(await resetPassword(stranger, lead.userId, AT)).toMatchObject(NOT_FOUND);
  expect(await endMembership({ ...stranger, tenantId }, lead.userId, AT)).toMatchObject(FORBIDDEN);
  const former = await member("Former", "Administrator");
  expect((await endMembership(admin, former.userId, AT)).ok).toBe(true);
  expect(await endMembership(former, lead.userId, AT)).toMatchObject(FORBIDDEN);
});

test("a new first password ends the old one and every session, and is refused for an account shared with others", async () => {
  const entered = await enter(lead.email, PASSWORD);
  const reset = await resetPassword(admin, lead.userId, AT);
  if (!entered.ok || !reset.ok) throw new Error("both succeed");
  expect(await loadAccount(entered.value, AT, RULES)).toBeNull();
  expect((await enter(lead.email, PASSWORD)).ok).toBe(false);
  expect((await enter(lead.email, reset.value.password)).ok).toBe(true);
  const other = await addCompany(db.superuserUrl);
  const shared = await addPerson(db.superuserUrl, "Shared", [
    { tenantId, role: "Auditor" },
    { tenantId: other.tenantId, role: "CFO" },
  ]);
  const before = await logOf(tenantId);
  expect(await resetPassword(admin, shared.userId, AT)).toMatchObject(FORBIDDEN);
  expect((await enter(shared.email, PASSWORD)).ok).toBe(true);
  expect(await logOf(tenantId)).toEqual(before);
});

test("the sign-in page learns of demo companies only their demo people, and of others nothing", async () => {
  const demo = await addCompany(db.superuserUrl, { isDemo: true, name: "Demo Inc" });
  const place = [{ tenantId: demo.tenantId, role: "CFO" as const }];
  const shown = await addPerson(db.superuserUrl, "Dora", place, { isDemo: true });
  await addPerson(db.superuserUrl, "Real", place);
  const real = await addCompany(db.superuserUrl);
  await addPerson(db.superuserUrl, "Dan", [{ tenantId: real.tenantId, role: "CFO" }], { isDemo: true });
  const listed = await demoSignIns([demo.tenantId, real.tenantId, crypto.randomUUID()]);
  const people = [{ name: "Dora", email: shown.email, role: "CFO", team: null }];
  expect(listed).toEqual([{ name: "Demo Inc", slug: demo.slug, people }]);
});
