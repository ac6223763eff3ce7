import { verify } from "@node-rs/argon2";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { connect, disconnect } from "../db/client";
import { createTestDatabase, type TestDatabase } from "../db/testing/test-database";
import { loadAccount } from "./account";
import { SIGN_IN_LIMITS, signIn } from "./sign-in";
import {
  addCompany,
  addPerson,
  behindTheCurtain,
  type FixturePerson,
  PASSWORD,
} from "./testing/company-fixture";
import { takePoint } from "./throttle";

// The real library, watched: what is asked of it is what an attempt costs.
vi.mock("@node-rs/argon2", { spy: true });

const AT = new Date("2026-11-22T10:00:00Z");
const RULES = { demoAllowed: true };
const REFUSAL = { code: "SIGN_IN_FAILED", message: "The e-mail address or the password is not right." };

let db: TestDatabase;
let tenantId: string;
let carla: FixturePerson;
let addresses = 0;

beforeAll(async () => {
  db = await createTestDatabase();
  connect(db.appUrl, 4);
  ({ tenantId } = await addCompany(db.superuserUrl));
  carla = await addPerson(db.superuserUrl, "Carla", [{ tenantId, role: "CFO" }]);
});
afterAll(disconnect);

/** Each test comes from an address of its own, so that no test spends another one's attempts. */
const newAddress = () => `203.0.113.${++addresses}`;

function attempt(email: string, password: string, address = newAddress(), demoAllowed = true) {
  return signIn({ email, password, address, userAgent: "a browser", at: AT, demoAllowed });
}

test("the right password opens a session that the database knows", async () => {
  const result = await attempt(` ${carla.email.toUpperCase()} `, PASSWORD);
  expect(result).toMatchObject({ ok: true, value: { userId: carla.userId, name: "Carla" } });
  if (!result.ok) return;
  const account = await loadAccount(result.value, AT, RULES);
  expect(account?.companies).toMatchObject([{ tenantId, role: "CFO" }]);
});

test("a wrong password, an unknown person, a disabled one and nonsense are refused in the same words", async () => {
  const gone = await addPerson(db.superuserUrl, "Gone", [{ tenantId, role: "Auditor" }]);
  await behindTheCurtain(db.superuserUrl, "update users set disabled_at = now() where id = $1", [
    gone.userId,
  ]);
  const refused = await Promise.all([
    attempt(carla.email, "wrong"),
    attempt("nobody@example.com", PASSWORD),
    attempt(gone.email, PASSWORD),
    attempt("", ""),
    attempt(carla.email, "x".repeat(10_000)),
  ]);
  for (const result of refused) expect(result).toEqual({ ok: false, failure: REFUSAL });
});

test("an unknown person and a throttled one cost the same work as a wrong password: one check of one hash", async () => {
  const throttled = await addPerson(db.superuserUrl, "Throttled", []);
  const attacker = newAddress();
  for (let round = 0; round < SIGN_IN_LIMITS.pair.points; round += 1)
    await attempt(throttled.email, "x", attacker);
  const tries = {
    wrong: () => attempt(carla.email, "wrong"),
    unknown: () => attempt("nobody-at-all@example.com", "wrong"),
    throttled: () => attempt(throttled.email, "wrong", attacker),
  };
  // The cost stands in the hash itself; a decoy of another cost would tell by its time.
  const costOf = (stored: unknown) => String(stored).split("$").slice(1, 4);
  const checked: Record<string, string[][]> = {};
  for (const kind of ["wrong", "unknown", "throttled"] as const) {
    vi.mocked(verify).mockClear();
    await tries[kind]();
    checked[kind] = vi.mocked(verify).mock.calls.map(([stored]) => costOf(stored));
  }
  const once = [["argon2id", "v=19", "m=19456,t=2,p=1"]];
  expect(checked).toEqual({ wrong: once, unknown: once, throttled: once });
});

test("after five failures from one address even the right password is refused there, in the same words", async () => {
  const person = await addPerson(db.superuserUrl, "Guessed", [{ tenantId, role: "CEO" }]);
  const attacker = newAddress();
  for (let round = 0; round < SIGN_IN_LIMITS.pair.points; round += 1)
    await attempt(person.email, "wrong", attacker);
  expect(await attempt(person.email, PASSWORD, attacker)).toEqual({ ok: false, failure: REFUSAL });
  // The person themselves, elsewhere, is not locked out by it.
  expect((await attempt(person.email, PASSWORD)).ok).toBe(true);
});

test("attempts on one person from many addresses are held back too", async () => {
  const person = await addPerson(db.superuserUrl, "Hunted", [{ tenantId, role: "CEO" }]);
  for (let round = 0; round < SIGN_IN_LIMITS.email.points; round += 1) await attempt(person.email, "wrong");
  expect((await attempt(person.email, PASSWORD)).ok).toBe(false);
});

test("of twenty attempts at once no more pass the counter than it allows", async () => {
  const limit = { name: "twenty-at-once", points: 5, seconds: 60 };
  const answers = await Promise.all(Array.from({ length: 20 }, () => takePoint(limit, "one key")));
  expect(answers.filter(({ allowed }) => allowed)).toHaveLength(5);
});

test("one address that tries many people is held back", async () => {
  const attacker = newAddress();
  const person = await addPerson(db.superuserUrl, "Sprayed", [{ tenantId, role: "CEO" }]);
  await Promise.all(
    Array.from({ length: SIGN_IN_LIMITS.address.points }, (_, index) =>
      attempt(`person-${index}@example.com`, "wrong", attacker),
    ),
  );
  expect((await attempt(person.email, PASSWORD, attacker)).ok).toBe(false);
});

test("signing in often and rightly is never held back", async () => {
  const person = await addPerson(db.superuserUrl, "Busy", [{ tenantId, role: "CEO" }]);
  const office = newAddress();
  for (let round = 0; round < 8; round += 1) {
    expect((await attempt(person.email, PASSWORD, office)).ok).toBe(true);
  }
});

test("counters that ended long ago are cleared away by the next good sign-in, running ones stay", async () => {
  const person = await addPerson(db.superuserUrl, "Tidy", [{ tenantId, role: "CEO" }]);
  await behindTheCurtain(
    db.superuserUrl,
    "insert into rate_limits values ('long ago', 1, (extract(epoch from now()) - 7200) * 1000), ('running', 1, (extract(epoch from now()) + 60) * 1000)",
  );
  await attempt(person.email, PASSWORD);
  const left = await behindTheCurtain(
    db.superuserUrl,
    "select key from rate_limits where key in ('long ago', 'running')",
  );
  expect(left).toEqual([{ key: "running" }]);
});

test("the counters hold no e-mail address", async () => {
  const rows = await behindTheCurtain(db.superuserUrl, "select key from rate_limits");
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(String(row.key)).not.toContain("@");
});

test("demo accounts do not sign in, nor stay signed in, in production", async () => {
  const demo = await addPerson(db.superuserUrl, "Demo", [{ tenantId, role: "CFO" }], { isDemo: true });
  expect(await attempt(demo.email, PASSWORD, newAddress(), false)).toEqual({ ok: false, failure: REFUSAL });
  const result = await attempt(demo.email, PASSWORD);
  if (!result.ok) throw new Error("a demo account signs in to a demonstration");
  expect(await loadAccount(result.value, AT, { demoAllowed: false })).toBeNull();
  expect(await loadAccount(result.value, AT, RULES)).not.toBeNull();
});
