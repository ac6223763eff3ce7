import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { changePassword } from "../commands/change-password";
import { connect, disconnect } from "../db/client";
import { createTestDatabase, type TestDatabase } from "../db/testing/test-database";
import { listOwnSessions } from "../queries/own-sessions";
import { loadAccount } from "./account";
import { endSession, endSessions } from "./end-session";
import type { SessionToken } from "./session-token";
import { signIn } from "./sign-in";
import {
  addCompany,
  addPerson,
  behindTheCurtain,
  type FixturePerson,
  PASSWORD,
} from "./testing/company-fixture";

const AT = new Date("2026-11-22T10:00:00Z");
const RULES = { demoAllowed: true };
const later = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);

let db: TestDatabase;
let tenantId: string;
let otherTenantId: string;
let person: FixturePerson;

beforeAll(async () => {
  db = await createTestDatabase();
  connect(db.appUrl, 4);
  ({ tenantId } = await addCompany(db.superuserUrl, { name: "Acme" }));
  ({ tenantId: otherTenantId } = await addCompany(db.superuserUrl, { name: "Bolt" }));
});
afterAll(disconnect);
beforeEach(async () => {
  person = await addPerson(db.superuserUrl, "Nora", [
    { tenantId, role: "CFO" },
    { tenantId: otherTenantId, role: "Auditor" },
  ]);
});

async function enter(password = PASSWORD): Promise<SessionToken> {
  const attempt = { email: person.email, password, address: person.userId, userAgent: null };
  const result = await signIn({ ...attempt, at: AT, demoAllowed: true });
  if (!result.ok) throw new Error("the fixture's person signs in");
  return { userId: result.value.userId, sessionId: result.value.sessionId };
}

test("one person belongs to several companies, with another role in each", async () => {
  const account = await loadAccount(await enter(), AT, RULES);
  expect(account?.companies.map(({ tenantName, role }) => `${role} at ${tenantName}`)).toEqual([
    "CFO at Acme",
    "Auditor at Bolt",
  ]);
});

test("a session that is ended opens nothing from the next click on, and others go on", async () => {
  const [one, two] = [await enter(), await enter()];
  expect(await endSession(one, later(1))).toBe(1);
  expect(await loadAccount(one, later(1), RULES)).toBeNull();
  expect(await loadAccount(two, later(1), RULES)).not.toBeNull();
});

test("signing out everywhere ends every session", async () => {
  const tokens = [await enter(), await enter(), await enter()];
  expect(await endSessions(person.userId, later(1))).toBe(3);
  for (const token of tokens) expect(await loadAccount(token, later(1), RULES)).toBeNull();
});

test("half an hour without use ends a session; use keeps it alive", async () => {
  const [idle, used] = [await enter(), await enter()];
  expect(await loadAccount(used, later(29), RULES)).not.toBeNull();
  expect(await loadAccount(idle, later(30), RULES)).toBeNull();
  expect(await loadAccount(used, later(58), RULES)).not.toBeNull();
  expect(await loadAccount(used, later(88), RULES)).toBeNull();
});

test("twelve hours end a session, however busy it is", async () => {
  const token = await enter();
  for (let minutes = 20; minutes < 12 * 60; minutes += 20) {
    expect(await loadAccount(token, later(minutes), RULES)).not.toBeNull();
  }
  expect(await loadAccount(token, later(12 * 60), RULES)).toBeNull();
});

test("the time of last use is written at most once a minute", async () => {
  const token = await enter();
  const lastSeen = async () => {
    const rows = await behindTheCurtain(
      db.superuserUrl,
      "select last_seen_at from user_sessions where id = $1",
      [token.sessionId],
    );
    return new Date(rows[0]?.last_seen_at).toISOString();
  };
  await loadAccount(token, new Date(AT.getTime() + 59_000), RULES);
  expect(await lastSeen()).toBe(AT.toISOString());
  await loadAccount(token, later(1), RULES);
  expect(await lastSeen()).toBe(later(1).toISOString());
});

test("a disabled person and an ended membership lose access at once", async () => {
  const token = await enter();
  await behindTheCurtain(
    db.superuserUrl,
    "update memberships set ended_at = now() where user_id = $1 and tenant_id = $2",
    [person.userId, tenantId],
  );
  const account = await loadAccount(token, AT, RULES);
  expect(account?.companies.map(({ tenantName }) => tenantName)).toEqual(["Bolt"]);
  await behindTheCurtain(db.superuserUrl, "update users set disabled_at = now() where id = $1", [
    person.userId,
  ]);
  expect(await loadAccount(token, AT, RULES)).toBeNull();
});

test("a session of one person cannot be used, seen or ended as another", async () => {
  const token = await enter();
  const stranger = await addPerson(db.superuserUrl, "Stranger", [{ tenantId, role: "Administrator" }]);
  const forged = { userId: stranger.userId, sessionId: token.sessionId };
  expect(await loadAccount(forged, AT, RULES)).toBeNull();
  expect(await endSession(forged, AT)).toBe(0);
  expect(await loadAccount(token, AT, RULES)).not.toBeNull();
});

test("changing the password ends the other sessions, and only the new password opens", async () => {
  const [here, elsewhere] = [await enter(), await enter()];
  const next = "a much better passphrase";
  const result = await changePassword(here, { current: PASSWORD, next, repeated: next }, later(1));
  expect(result).toEqual({ ok: true, value: { endedSessions: 1 } });
  expect(await loadAccount(elsewhere, later(1), RULES)).toBeNull();
  expect(await loadAccount(here, later(1), RULES)).not.toBeNull();
  await expect(enter(PASSWORD)).rejects.toThrow();
  await expect(enter(next)).resolves.toBeDefined();
});

test.each([
  ["a wrong present password", { current: "wrong" }, "current"],
  ["two new passwords that differ", { repeated: "something else here" }, "repeated"],
  ["the old password again", { next: PASSWORD, repeated: PASSWORD }, "next"],
  ["one letter over and over", { next: "aaaaaaaaaaaaaa", repeated: "aaaaaaaaaaaaaa" }, "next"],
])("a new password is refused with %s", async (_, change, field) => {
  const token = await enter();
  const next = "a much better passphrase";
  const input = { current: PASSWORD, next, repeated: next, ...change };
  const result = await changePassword(token, input, AT);
  expect(result).toMatchObject({ ok: false, failure: { code: "INVALID_INPUT" } });
  if (!result.ok) expect(Object.keys(result.failure.fields ?? {})).toEqual([field]);
});

test("the account page lists the sessions that still hold, this one first", async () => {
  const [ended, open, here] = [await enter(), await enter(), await enter()];
  await endSession(ended, AT);
  const account = await loadAccount(here, AT, RULES);
  if (!account) throw new Error("the session holds");
  const listed = await listOwnSessions(account, AT, 30);
  expect(listed.map(({ id, isThisOne }) => ({ id, isThisOne }))).toEqual([
    { id: here.sessionId, isThisOne: true },
    { id: open.sessionId, isThisOne: false },
  ]);
});
