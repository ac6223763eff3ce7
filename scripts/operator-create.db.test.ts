import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type Account, loadAccount } from "@/lib/auth/account";
import { signIn } from "@/lib/auth/sign-in";
import { addCompany, addPerson, behindTheCurtain } from "@/lib/auth/testing/company-fixture";
import { changePassword } from "@/lib/commands/change-password";
import { connect, disconnect } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/testing/test-database";
import { loadPortfolio, portfolioFilterSchema } from "@/lib/queries/portfolio";
import { migrateAndGrant } from "./database/prepare";
import { OWNER_ROLE } from "./database/roles";
import { main } from "./operator-create";

const CHOSEN = "a long sentence of one's own";
const DAY_MS = 86_400_000;
let database: TestDatabase;
const said: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  await addCompany(database.superuserUrl, { name: "Ash" });
});
beforeEach(() => {
  said.length = 0;
  vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
  vi.stubEnv("DATABASE_URL", database.appUrl);
  vi.stubEnv("DATABASE_OWNER_URL", database.ownerUrl);
  connect(database.appUrl);
});
afterEach(async () => {
  await disconnect();
  vi.unstubAllEnvs();
});
afterAll(() => vi.restoreAllMocks());

const create = (email: string, name = "Robin Platt") => main(["--name", name, "--email", email]);
const printedPassword = () => /with (\S+) within/.exec(said.at(-1) ?? "")?.[1] ?? "";
const enter = (email: string, password: string, at = new Date()) =>
  signIn({ email, password, address: "203.0.113.1", userAgent: null, at, demoAllowed: false });
const companiesSeenBy = async (userId: string) =>
  (await loadPortfolio({ userId }, portfolioFilterSchema.parse({}), new Date())).rows.map(
    ({ company }) => company,
  );

async function signedIn(email: string, password: string): Promise<Account> {
  const entered = await enter(email, password);
  if (!entered.ok) throw new Error(entered.failure.message);
  const account = await loadAccount(entered.value, new Date(), { demoAllowed: false });
  if (account === null) throw new Error("The session does not hold.");
  return account;
}

test("an operator signs in with the printed password, chooses one, and sees every company's week", async () => {
  await create("Robin@Platform.example");
  expect(said).toHaveLength(1);
  const first = await signedIn("robin@platform.example", printedPassword());
  // What must choose a password is shown the account page alone.
  expect(first).toMatchObject({
    name: "Robin Platt",
    isOperator: true,
    companies: [],
    mustChangePassword: true,
  });
  const chosen = { current: printedPassword(), next: CHOSEN, repeated: CHOSEN };
  expect(await changePassword(first, chosen, new Date())).toMatchObject({ ok: true });
  const account = await signedIn("robin@platform.example", CHOSEN);
  expect(account).toMatchObject({ isOperator: true, mustChangePassword: false });
  expect(await companiesSeenBy(account.userId)).toEqual(["Ash"]);
});

test("the printed password lapses after seven days and is stored hashed only", async () => {
  await create("late@platform.example");
  const late = new Date(Date.now() + 7 * DAY_MS + 1000);
  expect(await enter("late@platform.example", printedPassword(), late)).toMatchObject({ ok: false });
  const rows = await behindTheCurtain(database.superuserUrl, "select * from users");
  expect(JSON.stringify(rows)).not.toContain(printedPassword());
});

test("ending takes the rights away at once, also from whoever is signed in", async () => {
  await create("gone@platform.example");
  const { userId, sessionId } = await signedIn("gone@platform.example", printedPassword());
  expect(await companiesSeenBy(userId)).toEqual(["Ash"]);
  await main(["--end", "Gone@platform.example"]);
  expect(said.at(-1)).toContain("gone@platform.example is no operator any more");
  const token = { userId, sessionId };
  expect(await loadAccount(token, new Date(), { demoAllowed: false })).toMatchObject({ isOperator: false });
  await expect(companiesSeenBy(userId)).rejects.toThrow(/for the operator of the platform alone/);
  await expect(main(["--end", "gone@platform.example"])).rejects.toThrow(
    "No operator signs in with gone@platform.example.",
  );
});

test("an address that has an account is refused in a sentence, and its person gains nothing", async () => {
  const carla = await addPerson(database.superuserUrl, "Carla", []);
  await expect(create(carla.email)).rejects.toThrow(`${carla.email} has an account already`);
  expect(said).toEqual([]);
  const read = "select name, is_operator from users where id = $1";
  expect(await behindTheCurtain(database.superuserUrl, read, [carla.userId])).toEqual([
    { name: "Carla", is_operator: false },
  ]);
});

test.each([
  [["--name", "Robin", "--email", "robin"], /^--email: give an address/],
  [["--name", " ", "--email", "new@platform.example"], /^--name: give the operator a name/],
  [["--end", "robin"], /^--end: give an address/],
  [["--end", "robin@platform.example", "--name", "Robin"], /^Usage: /],
  [[], /^--name: give the operator a name.* Usage: /],
])("%j is refused in a sentence, and makes nobody", async (args, sentence) => {
  const count = "select count(*) from users";
  const before = await behindTheCurtain(database.superuserUrl, count);
  await expect(main(args)).rejects.toThrow(sentence);
  expect(await behindTheCurtain(database.superuserUrl, count)).toEqual(before);
});

test("with the application's address alone nobody is made an operator", async () => {
  vi.stubEnv("DATABASE_OWNER_URL", "");
  await expect(create("self@platform.example")).rejects.toThrow(/set DATABASE_OWNER_URL/);
});

test("where one role is both the owner and the application, it makes an operator and ends one", async () => {
  const single = await createTestDatabase({ empty: true });
  await migrateAndGrant({ ownerUrl: single.ownerUrl, appRole: OWNER_ROLE });
  vi.stubEnv("DATABASE_URL", single.ownerUrl);
  vi.stubEnv("DATABASE_OWNER_URL", "");
  const operators = () => behindTheCurtain(single.superuserUrl, "select email from users where is_operator");
  await create("one@platform.example");
  expect(await operators()).toEqual([{ email: "one@platform.example" }]);
  await expect(create("one@platform.example")).rejects.toThrow(/has an account already/);
  await main(["--end", "one@platform.example"]);
  expect(await operators()).toEqual([]);
});
