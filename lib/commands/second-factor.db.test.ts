import { randomUUID } from "node:crypto";
import { generateSync } from "otplib";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ASKED_ABOVE_KEY } from "../auth/second-factor/asked-above";
import { addCompany, addPerson, behindTheCurtain, PASSWORD } from "../auth/testing/company-fixture";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase, type TestDatabase } from "../db/testing/test-database";
import { loadSecondFactor, loadSigningSetting } from "../queries/second-factor";
import { confirmSecondFactor } from "./confirm-second-factor";
import { denyRequest } from "./deny-request";
import { enrolSecondFactor } from "./enrol-second-factor";
import { removeSecondFactor } from "./remove-second-factor";
import { renewRecoveryCodes } from "./renew-recovery-codes";
import { resetSecondFactor } from "./reset-second-factor";
import { setSecondFactorAmount } from "./set-second-factor-amount";
import { signRequest } from "./sign-request";
import { type Company, createCompany } from "./testing/company";
import { ask, at, delegate, type Member, must, on, refusalOf, signoffsOf } from "./testing/delegations";
import { backfill, renewal } from "./testing/requests";

const revision = 1;
const after = (minutes: number) => new Date(at.getTime() + minutes * 60_000);
const codeAt = (secret: string, moment: Date) =>
  generateSync({ secret, epoch: Math.floor(moment.getTime() / 1000) });

let db: TestDatabase;
let app: pg.Client;
let company: Company;
let lead: Member;
let cfo: Member & { email: string };
let admin: Member;

beforeAll(async () => {
  db = await createTestDatabase();
  connect(db.appUrl);
  Object.assign(process.env, { DATABASE_URL: db.appUrl, NEXTAUTH_SECRET: randomUUID() + randomUUID() });
  app = new pg.Client({ connectionString: db.appUrl });
  await app.connect();
});
afterAll(async () => {
  await app.end();
  await disconnect();
});

/** A CFO with a password, beside people who never sign in. */
beforeEach(async () => {
  company = await createCompany();
  await company.closeCycle();
  lead = await company.hire("Team lead", "Jonas");
  admin = await company.hire("Administrator", "Oskar");
  cfo = await signer("Naledi", "CFO");
});

async function signer(name: string, role: "CFO" | "CPO/CTO"): Promise<Member & { email: string }> {
  const { tenantId } = company;
  const { userId, email } = await addPerson(db.superuserUrl, name, [{ tenantId, role }]);
  return { tenantId, userId, name, role, email };
}

const setAmount = (amountUsd: number | null) => setSecondFactorAmount(admin, { amountUsd }, at);

/** Enrols and gives the secret; its first code was used two minutes before `at`. */
async function enrolled(person: { userId: string; email: string }) {
  const { secret } = must(await enrolSecondFactor(person, { password: PASSWORD }, after(-3)));
  const code = codeAt(secret, after(-2));
  const { recoveryCodes } = must(await confirmSecondFactor(person, { code }, after(-2)));
  return { secret, recoveryCodes };
}

const costing = (amount_usd_per_month: number) =>
  renewal({ details: { kind: "renewal", amount_usd_per_month, mission_critical: false } });

describe("setting it up", () => {
  test("takes the password, counts for nothing until a code confirms it, and gives ten recovery codes", async () => {
    expect(refusalOf(await enrolSecondFactor(cfo, { password: "not my password" }, at))).toMatch(
      /not your password/,
    );
    const { secret, link } = must(await enrolSecondFactor(cfo, { password: PASSWORD }, at));
    expect(link).toContain(secret);
    expect(await loadSecondFactor(cfo.userId)).toMatchObject({ state: "BEGUN", recoveryCodesLeft: 0 });
    expect(refusalOf(await confirmSecondFactor(cfo, { code: "000000" }, at))).toMatch(/INVALID_INPUT/);
    const { recoveryCodes } = must(await confirmSecondFactor(cfo, { code: codeAt(secret, at) }, at));
    expect(recoveryCodes).toHaveLength(10);
    expect(await loadSecondFactor(cfo.userId)).toMatchObject({ state: "ON", recoveryCodesLeft: 10 });
    expect(refusalOf(await enrolSecondFactor(cfo, { password: PASSWORD }, at))).toMatch(
      /CONFLICT: You have a second/,
    );
    // What is stored is neither the secret nor a code.
    const stored = JSON.stringify([
      await behindTheCurtain(db.superuserUrl, "select * from user_second_factors where user_id = $1", [
        cfo.userId,
      ]),
      await behindTheCurtain(db.superuserUrl, "select * from user_recovery_codes where user_id = $1", [
        cfo.userId,
      ]),
    ]);
    for (const secretText of [secret, ...recoveryCodes.map((code) => code.slice(6))])
      expect(stored).not.toContain(secretText);
  });

  test("begun again, the first secret is worth nothing", async () => {
    const first = must(await enrolSecondFactor(cfo, { password: PASSWORD }, at));
    must(await enrolSecondFactor(cfo, { password: PASSWORD }, at));
    expect(refusalOf(await confirmSecondFactor(cfo, { code: codeAt(first.secret, at) }, at))).toMatch(
      /INVALID_INPUT/,
    );
  });

  test("is removed with a code and not otherwise; new recovery codes replace the old ones", async () => {
    const { secret, recoveryCodes } = await enrolled(cfo);
    const [first = "", second = ""] = recoveryCodes;
    expect(refusalOf(await removeSecondFactor(cfo, { code: "123456" }, at))).toMatch(/INVALID_INPUT/);
    const renewed = must(await renewRecoveryCodes(cfo, { code: codeAt(secret, at) }, at)).recoveryCodes;
    expect(refusalOf(await removeSecondFactor(cfo, { code: first }, at))).toMatch(/INVALID_INPUT/);
    expect(refusalOf(await removeSecondFactor(cfo, { code: second }, at))).toMatch(/INVALID_INPUT/);
    must(await removeSecondFactor(cfo, { code: renewed[0] ?? "" }, at));
    expect(await loadSecondFactor(cfo.userId)).toMatchObject({ state: "OFF", recoveryCodesLeft: 0 });
  });
});

describe("signing above the company's amount", () => {
  test("without a second factor is refused with where to set it up, and with one takes the code", async () => {
    must(await setAmount(38_399));
    const reference = await ask(lead, costing(3200));
    expect(refusalOf(await signRequest(cfo, { reference, revision }, at))).toMatch(
      /SECOND_FACTOR: .*account page/,
    );
    const { secret } = await enrolled(cfo);
    expect(refusalOf(await signRequest(cfo, { reference, revision }, at))).toMatch(
      /INVALID_INPUT: .*Enter the code/,
    );
    expect(refusalOf(await signRequest(cfo, { reference, revision, code: "000000" }, at))).toMatch(
      /not right/,
    );
    expect(await signoffsOf(company)).toEqual([]);
    const code = codeAt(secret, at);
    expect(must(await signRequest(cfo, { reference, revision, code }, at))).toMatchObject({
      status: "APPROVED",
    });
    expect(await signoffsOf(company)).toMatchObject([{ secondFactor: "totp" }]);
    const entry = await inTenant(company, (tx) =>
      tx.decisionLogEntry.findFirstOrThrow({
        where: { tenantId: company.tenantId },
        orderBy: { seq: "desc" },
      }),
    );
    expect(JSON.parse(entry.content).signoffs).toMatchObject([{ by: cfo.userId, second_factor: "totp" }]);
  });

  test("a code signs one request: used again, at once or in the next half minute, it is refused", async () => {
    must(await setAmount(100));
    const { secret } = await enrolled(cfo);
    const [one, other] = [await ask(lead, costing(3200)), await ask(lead, costing(3200))];
    const code = codeAt(secret, at);
    const results = await Promise.all(
      [one, other].map((reference) => signRequest(cfo, { reference, revision, code }, at)),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    const left = results[0]?.ok ? other : one;
    expect(refusalOf(await signRequest(cfo, { reference: left, revision, code }, after(0.5)))).toMatch(
      /not right/,
    );
    expect(await signoffsOf(company)).toHaveLength(1);
  });

  test("a recovery code signs once as well", async () => {
    must(await setAmount(100));
    const { recoveryCodes } = await enrolled(cfo);
    const [code = ""] = recoveryCodes;
    const [one, other] = [await ask(lead, costing(3200)), await ask(lead, costing(3200))];
    must(await signRequest(cfo, { reference: one, revision, code: code.toUpperCase() }, at));
    expect(refusalOf(await signRequest(cfo, { reference: other, revision, code }, at))).toMatch(/not right/);
    expect(await signoffsOf(company)).toMatchObject([{ secondFactor: "recovery_code" }]);
    expect(await loadSecondFactor(cfo.userId)).toMatchObject({ recoveryCodesLeft: 9 });
  });

  test("at and below the amount no code is asked for; what states no amount counts as above", async () => {
    must(await setAmount(38_400));
    const exactly = await ask(lead, costing(3200));
    must(await signRequest(cfo, { reference: exactly, revision }, at));
    const hire = await ask(lead, backfill());
    expect(refusalOf(await signRequest(cfo, { reference: hire, revision }, at))).toMatch(/SECOND_FACTOR/);
  });

  test("saying no takes no code", async () => {
    must(await setAmount(0));
    const reference = await ask(lead, costing(3200));
    must(await denyRequest(cfo, { reference, revision, reason: "Not this year" }, at));
  });

  test("ten wrong codes in a quarter of an hour are enough, and the right one then waits too", async () => {
    must(await setAmount(0));
    const { secret } = await enrolled(cfo);
    const reference = await ask(lead, costing(3200));
    for (let attempt = 0; attempt < 10; attempt += 1)
      expect(refusalOf(await signRequest(cfo, { reference, revision, code: "000000" }, at))).toMatch(
        /not right/,
      );
    const code = codeAt(secret, at);
    expect(refusalOf(await signRequest(cfo, { reference, revision, code }, at))).toMatch(/RATE_LIMITED/);
    expect(await signoffsOf(company)).toEqual([]);
  });

  test("a signature that takes no code forgets none of the wrong ones", async () => {
    must(await setAmount(10_000));
    await enrolled(cfo);
    const [large, small] = [await ask(lead, costing(3200)), await ask(lead, costing(100))];
    const guess = (reference: string) => signRequest(cfo, { reference, revision, code: "000000" }, at);
    for (let attempt = 0; attempt < 9; attempt += 1)
      expect(refusalOf(await guess(large))).toMatch(/not right/);
    must(await guess(small));
    expect(refusalOf(await guess(large)), "the tenth").toMatch(/not right/);
    expect(refusalOf(await guess(large)), "the eleventh").toMatch(/RATE_LIMITED/);
  });

  test("whoever stands in shows their own second factor, not the one of the CFO", async () => {
    must(await setAmount(0));
    const cpo = await signer("Rajesh", "CPO/CTO");
    const delegationId = await delegate(cfo, cpo);
    const theCfos = await enrolled(cfo);
    const mine = await enrolled(cpo);
    const reference = await ask(lead, costing(3200));
    const sign = (code: string) => signRequest(cpo, { reference, revision, delegationId, code }, on("02"));
    expect(refusalOf(await sign(codeAt(theCfos.secret, on("02"))))).toMatch(/not right/);
    must(await sign(codeAt(mine.secret, on("02"))));
  });

  test("a secret that the server can no longer read says so, and a recovery code still opens", async () => {
    must(await setAmount(0));
    const { secret, recoveryCodes } = await enrolled(cfo);
    const reference = await ask(lead, costing(3200));
    await behindTheCurtain(db.superuserUrl, "alter table user_second_factors disable trigger guard", []);
    await behindTheCurtain(
      db.superuserUrl,
      "update user_second_factors set sealed_secret = '1.AAAA.BBBB.CCCC' where user_id = $1",
      [cfo.userId],
    );
    await behindTheCurtain(db.superuserUrl, "alter table user_second_factors enable trigger guard", []);
    expect(refusalOf(await signRequest(cfo, { reference, revision, code: codeAt(secret, at) }, at))).toMatch(
      /SECOND_FACTOR: .*can no longer be read/,
    );
    must(await signRequest(cfo, { reference, revision, code: recoveryCodes[0] }, at));
  });
});

describe("who sets the amount and resets a factor", () => {
  test("an administrator and nobody else, each time into the log", async () => {
    expect(refusalOf(await setSecondFactorAmount(cfo, { amountUsd: 5 }, at))).toMatch(/FORBIDDEN/);
    must(await setAmount(5000));
    expect(refusalOf(await setAmount(5000))).toMatch(/CONFLICT: This is what is set already/);
    expect(await loadSigningSetting(admin)).toMatchObject({ amountUsd: 5000, setByName: "Oskar" });
    must(await setAmount(null));
    expect(await loadSigningSetting(admin)).toMatchObject({ amountUsd: null, setAt: null });
    await enrolled(cfo);
    expect(refusalOf(await resetSecondFactor(cfo, cfo.userId, at))).toMatch(/FORBIDDEN/);
    must(await resetSecondFactor(admin, cfo.userId, at));
    expect(await loadSecondFactor(cfo.userId)).toMatchObject({ state: "OFF", recoveryCodesLeft: 0 });
    expect(refusalOf(await resetSecondFactor(admin, cfo.userId, at))).toMatch(
      /CONFLICT: Naledi has no second factor/,
    );
    const log = await inTenant(company, (tx) =>
      tx.decisionLogEntry.findMany({ where: { tenantId: company.tenantId }, orderBy: { seq: "asc" } }),
    );
    expect(log.map(({ kind, title }) => `${kind}: ${title}`)).toEqual([
      "access_change: Signatures above $5,000 a year take a second factor",
      "access_change: Signatures take no second factor any more",
      "access_change: The second factor of Naledi is reset",
    ]);
  });

  test("not for a person who signs in another company too, and not from another company", async () => {
    await enrolled(cfo);
    const elsewhere = await addCompany(db.superuserUrl);
    const stranger = await (await createCompany()).hire("Administrator");
    expect(refusalOf(await resetSecondFactor(stranger, cfo.userId, at))).toMatch(/NOT_FOUND/);
    await behindTheCurtain(
      db.superuserUrl,
      "insert into memberships (tenant_id, user_id, role) values ($1, $2, 'CFO')",
      [elsewhere.tenantId, cfo.userId],
    );
    expect(refusalOf(await resetSecondFactor(admin, cfo.userId, at))).toMatch(/not this company's alone/);
    expect(await loadSecondFactor(cfo.userId)).toMatchObject({ state: "ON" });
  });
});

describe("past the application, as its own database role", () => {
  async function asPerson({ tenantId, userId }: Member, text: string, values: unknown[] = []) {
    await app.query("begin");
    try {
      await app.query("select set_config('app.tenant_id', $1, true), set_config('app.user_id', $2, true)", [
        tenantId,
        userId,
      ]);
      const { rowCount } = await app.query(text, values);
      await app.query("commit");
      return `done: ${rowCount}`;
    } catch (error) {
      await app.query("rollback");
      return error instanceof Error ? error.message : String(error);
    }
  }
  const SIGN = `insert into signoffs (tenant_id, request_id, revision, role, signed_by, verdict, second_factor, saw_states, signed_at)
    select tenant_id, id, 1, 'CFO', $2, 'APPROVE', $3, '{}', $4 from requests where reference = $1`;

  test("no signature above the amount without a code that was taken at that very moment", async () => {
    must(await setAmount(100));
    const reference = await ask(lead, costing(3200));
    const { secret } = await enrolled(cfo);
    const sign = (how: string | null, moment = at) =>
      asPerson(cfo, SIGN, [reference, cfo.userId, how, moment]);
    expect(await sign(null)).toMatch(/needs a second factor/);
    expect(await sign("totp")).toMatch(/needs a second factor/);
    const other = await ask(lead, costing(3200));
    must(await signRequest(cfo, { reference: other, revision, code: codeAt(secret, at) }, at));
    expect(await sign("recovery_code")).toMatch(/needs a second factor/);
    expect(await sign("totp", after(1))).toMatch(/needs a second factor/);
  });

  test("an amount that is no number lets nothing through without a code", async () => {
    const reference = await ask(lead, costing(1));
    expect(
      await asPerson(
        admin,
        `insert into optimizer_configs (tenant_id, key, value) values ($1, '${ASKED_ABOVE_KEY}', '"lots"')`,
        [company.tenantId],
      ),
    ).toBe("done: 1");
    expect(await asPerson(cfo, SIGN, [reference, cfo.userId, null, at])).toMatch(/needs a second factor/);
    expect(refusalOf(await signRequest(cfo, { reference, revision }, at))).toMatch(/SECOND_FACTOR/);
  });

  test("nobody sees, makes, changes or removes the factor or the codes of another", async () => {
    await enrolled(cfo);
    for (const table of ["user_second_factors", "user_recovery_codes"]) {
      expect(await asPerson(admin, `select * from ${table}`)).toBe("done: 0");
      expect(await asPerson(admin, `update ${table} set created_at = now()`)).toBe("done: 0");
      expect(await asPerson(admin, `delete from ${table}`)).toBe("done: 0");
    }
    expect(
      await asPerson(admin, "insert into user_second_factors (user_id, sealed_secret) values ($1, 'x')", [
        lead.userId,
      ]),
    ).toMatch(/row-level security/);
  });

  test("a factor in use keeps its secret, its steps only rise, and a recovery code is used once", async () => {
    const { recoveryCodes } = await enrolled(cfo);
    const change = (set: string) => asPerson(cfo, `update user_second_factors set ${set}`);
    expect(await change("sealed_secret = 'mine'")).toMatch(/removed, not exchanged/);
    expect(await change("confirmed_at = null")).toMatch(/removed, not exchanged/);
    expect(await change("last_step = last_step - 1")).toMatch(/counts once/);
    expect(await change("last_step = null")).toMatch(/counts once/);
    expect(await change("last_used_at = now(), last_used_how = 'totp'")).toMatch(/counts once/);
    expect(await change("last_used_at = now(), last_used_how = 'recovery_code'")).toMatch(/counts once/);
    expect(
      await asPerson(
        lead,
        "insert into user_second_factors (user_id, sealed_secret, confirmed_at, last_used_at, last_used_how) values ($1, 'x', now(), now(), 'totp')",
        [lead.userId],
      ),
    ).toMatch(/unconfirmed and unused/);
    const selector = recoveryCodes[0]?.slice(0, 5);
    const use = (set: string) =>
      asPerson(cfo, `update user_recovery_codes set ${set} where selector = $1`, [selector]);
    expect(await use("used_at = now()")).toBe("done: 1");
    expect(await use("used_at = null")).toMatch(/counts once/);
    expect(await use("code_hash = '$argon2id$other'")).toMatch(/counts once/);
  });
});
