import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { behindTheCurtain } from "../auth/testing/company-fixture";
import { connect, disconnect } from "../db/client";
import { createTestDatabase } from "../db/testing/test-database";
import { changeRole } from "./change-role";
import { endDelegation } from "./end-delegation";
import {
  ask,
  at,
  delegate,
  type Member,
  must,
  needsBoth,
  on,
  signoffsOf,
  staffed,
} from "./testing/delegations";

let app: pg.Client;
let superuserUrl: string;

beforeAll(async () => {
  const database = await createTestDatabase();
  superuserUrl = database.superuserUrl;
  connect(database.appUrl);
  app = new pg.Client({ connectionString: database.appUrl });
  await app.connect();
});
afterAll(async () => {
  await app.end();
  await disconnect();
});

describe("past the application, as its own database role", () => {
  async function asPerson({ tenantId, userId }: Member, text: string, values: unknown[]) {
    await app.query("begin");
    try {
      await app.query("select set_config('app.tenant_id', $1, true), set_config('app.user_id', $2, true)", [
        tenantId,
        userId,
      ]);
      await app.query(text, values);
      await app.query("commit");
      return "done";
    } catch (error) {
      await app.query("rollback");
      return error instanceof Error ? error.message : String(error);
    }
  }
  const SIGN = `insert into signoffs (tenant_id, request_id, revision, role, signed_by, on_behalf_of, delegation_id, verdict,
      saw_states, signed_at)
    select tenant_id, id, revision, $2, $3, $4, $5, 'APPROVE', '{}', $6 from requests where reference = $1`;
  const sign = (
    as: Member,
    reference: string,
    {
      role = "CFO",
      by = as,
      forWhom,
      delegationId,
      signedAt = on("02"),
    }: {
      role?: string;
      by?: Member;
      forWhom: Member | null;
      delegationId: string | null;
      signedAt?: Date;
    },
  ) => asPerson(as, SIGN, [reference, role, by.userId, forWhom?.userId ?? null, delegationId, signedAt]);
  const DELEGATE = `insert into signing_delegations (tenant_id, delegator, role, delegate, from_on, until_on, reason, created_at)
    values ($1, $2, $3, $4, $5, $6, 'Away, out of reach', $7)`;
  const grant = (
    as: Member,
    {
      from = as,
      role = as.role,
      to,
      fromOn = "2026-06-02",
      untilOn = "2026-06-03",
      made = at,
    }: {
      from?: Member;
      role?: string;
      to: Member;
      fromOn?: string;
      untilOn?: string;
      made?: Date;
    },
  ) => asPerson(as, DELEGATE, [as.tenantId, from.userId, role, to.userId, fromOn, untilOn, made]);

  test("no signature on a delegation of others, of another role, outside its days, ended or lapsed", async () => {
    const { lead, cfo, cpo, ceo, admin, company } = await staffed();
    const delegationId = await delegate(cfo, cpo);
    const reference = await ask(lead);
    const forCfo = { forWhom: cfo, delegationId };
    expect(await sign(ceo, reference, forCfo)).toMatch(/of other people or another role/);
    expect(await sign(cpo, reference, { ...forCfo, forWhom: ceo, role: "CEO" })).toMatch(
      /of other people or another role/,
    );
    expect(await sign(cpo, reference, { ...forCfo, delegationId: null })).toMatch(/signoff_for_somebody/);
    expect(await sign(cpo, reference, { forWhom: null, delegationId })).toMatch(
      /do not hold|of other people|for_somebody/,
    );
    expect(await sign(ceo, reference, { ...forCfo, by: cpo })).toMatch(/nobody signs for somebody else/);
    for (const moment of ["2026-06-01T23:59:59.999Z", "2026-06-04T00:00:00Z"])
      expect(await sign(cpo, reference, { ...forCfo, signedAt: new Date(moment) })).toMatch(/not in force/);
    must(await endDelegation(cfo, delegationId, at));
    expect(await sign(cpo, reference, forCfo)).toMatch(/not in force/);
    const again = await delegate(cfo, cpo);
    must(await changeRole(admin, { userId: cfo.userId, role: "Team lead", team: "" }, at));
    expect(await sign(cpo, reference, { forWhom: cfo, delegationId: again })).toMatch(/do not hold/);
    must(await changeRole(admin, { userId: cfo.userId, role: "CFO", team: "" }, at));
    expect(await sign(cpo, reference, { forWhom: cfo, delegationId: again })).toMatch(/not in force/);
    expect(await signoffsOf(company)).toEqual([]);
  });

  test("no signature that is dated back into the days of a delegation that is over", async () => {
    const { company, lead, cfo, cpo } = await staffed();
    const delegationId = await delegate(cfo, cpo);
    const [late, stillGood] = [await ask(lead), await ask(lead)];
    const forCfo = { forWhom: cfo, delegationId };
    // The database took it down a month ago, so on its last day somebody could sign; by now nobody can.
    const recorded = (ago: string) =>
      behindTheCurtain(
        superuserUrl,
        `set session_replication_role = replica;
         update signing_delegations set recorded_at = clock_timestamp() - interval '${ago}' where id = '${delegationId}'`,
      );
    await recorded("30 days");
    for (const moment of ["2026-06-02T10:00:00Z", "2026-06-03T23:59:59.999Z"])
      expect(await sign(cpo, late, { ...forCfo, signedAt: new Date(moment) })).toMatch(
        /dated when it is given/,
      );
    expect(await signoffsOf(company)).toEqual([]);
    // Within its days, and a transaction that waited a while does no harm.
    await recorded("1 day 50 minutes");
    expect(await sign(cpo, stillGood, forCfo)).toBe("done");
  });

  test("no delegation that says itself when it was recorded, at its beginning or later", async () => {
    const { cfo, cpo } = await staffed();
    expect(
      await asPerson(
        cfo,
        `insert into signing_delegations (tenant_id, delegator, role, delegate, from_on, until_on, reason, created_at, recorded_at)
         values ($1, $2, 'CFO', $3, '2026-06-02', '2026-06-03', 'Away, out of reach', $4, '2099-01-01')`,
        [cfo.tenantId, cfo.userId, cpo.userId, at],
      ),
    ).toBe("done");
    const [row] = await behindTheCurtain(
      superuserUrl,
      "select recorded_at > clock_timestamp() as later from signing_delegations where delegator = $1",
      [cfo.userId],
    );
    expect(row).toEqual({ later: false });
    expect(
      await asPerson(cfo, "update signing_delegations set recorded_at = '2099-01-01' where delegator = $1", [
        cfo.userId,
      ]),
    ).toMatch(/was recorded does not change/);
  });

  test("no signature by, for, or delegated to somebody whose account is disabled", async () => {
    const { lead, cfo, cpo, ceo } = await staffed();
    const disabled = (who: Member, is: boolean) =>
      behindTheCurtain(
        superuserUrl,
        `update users set disabled_at = ${is ? "now()" : "null"} where id = $1`,
        [who.userId],
      );
    const delegationId = await delegate(cfo, cpo);
    const reference = await ask(lead);
    for (const gone of [cfo, cpo]) {
      await disabled(gone, true);
      expect(await sign(cpo, reference, { forWhom: cfo, delegationId })).toMatch(/account is disabled/);
      await disabled(gone, false);
    }
    await disabled(cfo, true);
    expect(await sign(cfo, reference, { forWhom: null, delegationId: null })).toMatch(/account is disabled/);
    await disabled(cfo, false);
    await disabled(cpo, true);
    expect(await grant(ceo, { to: cpo })).toMatch(/account is disabled/);
    await disabled(cpo, false);
    expect(await sign(cpo, reference, { forWhom: cfo, delegationId })).toBe("done");
  });

  test("no signature on one's own request or the delegator's, by whatever hand", async () => {
    const { cfo, cpo } = await staffed();
    const delegationId = await delegate(cfo, cpo);
    const [mine, theirs] = [await ask(cpo), await ask(cfo)];
    expect(await sign(cpo, mine, { forWhom: cfo, delegationId })).toMatch(/nobody signs their own request/);
    expect(await sign(cpo, theirs, { forWhom: cfo, delegationId })).toMatch(/hand of somebody who stands in/);
  });

  test("no second role for one person: not as hand, not as the one signed for, in neither order", async () => {
    const { company, lead, cfo, ceo } = await staffed({ T1: "FAIL" });
    const sales = await company.hire("Head of Sales/Marketing", "Camille");
    const [forCfo, forCeo] = [await delegate(cfo, ceo), await delegate(ceo, sales)];
    const [one, other] = [await ask(lead, needsBoth()), await ask(lead, needsBoth())];
    expect(await sign(ceo, one, { forWhom: cfo, delegationId: forCfo })).toBe("done");
    expect(await sign(sales, one, { role: "CEO", forWhom: ceo, delegationId: forCeo })).toMatch(
      /never fills two roles/,
    );
    expect(await sign(ceo, one, { role: "CEO", forWhom: null, delegationId: null })).toMatch(/unique/);
    expect(await sign(sales, other, { role: "CEO", forWhom: ceo, delegationId: forCeo })).toBe("done");
    expect(await sign(ceo, other, { forWhom: cfo, delegationId: forCfo })).toMatch(/never fills two roles/);
  });

  test("no delegation for somebody else, of a role not held, to whom it may not go, in the past, or beside another", async () => {
    const { company, cfo, cpo, ceo, lead } = await staffed();
    const other = await company.hire("CFO", "Second CFO");
    expect(await grant(cpo, { from: cfo, role: "CFO", to: cpo })).toMatch(
      /nobody delegates for somebody else/,
    );
    expect(await grant(cpo, { role: "CFO", to: ceo })).toMatch(/a role that they do not hold themselves/);
    expect(await grant(lead, { to: cpo })).toMatch(/delegation_role|do not hold/);
    for (const to of [lead, other])
      expect(await grant(cfo, { to })).toMatch(/only a member of another signing role/);
    expect(await grant(cfo, { to: cfo })).toMatch(
      /only a member of another signing role|delegation_to_another/,
    );
    expect(await grant(cfo, { to: cpo, fromOn: "2026-05-31" })).toMatch(/does not begin in the past/);
    expect(await grant(cfo, { to: cpo, fromOn: "2026-06-01", untilOn: "2026-07-31" })).toMatch(
      /delegation_days/,
    );
    expect(await grant(cfo, { to: cpo })).toBe("done");
    expect(await grant(cfo, { to: ceo, fromOn: "2026-06-03", untilOn: "2026-06-05" })).toMatch(
      /one person stands in/,
    );
  });

  test("no delegation is stretched, handed to another, brought back, ended by a third or deleted", async () => {
    const { cfo, cpo, ceo } = await staffed();
    const id = await delegate(cfo, cpo);
    const change = (as: Member, set: string) =>
      asPerson(as, `update signing_delegations set ${set} where id = $1`, [id]);
    expect(await change(cfo, "until_on = '2026-06-30'")).toMatch(/changes in nothing else/);
    expect(await change(cfo, `delegate = '${ceo.userId}'`)).toMatch(/changes in nothing else/);
    expect(await change(ceo, `ended_at = now(), ended_by = '${ceo.userId}'`)).toMatch(
      /ended by one of the two/,
    );
    expect(await change(ceo, `ended_at = now(), ended_by = '${cfo.userId}'`)).toMatch(
      /ended by one of the two/,
    );
    expect(await asPerson(cfo, "delete from signing_delegations where id = $1", [id])).toMatch(
      /never deleted/,
    );
    must(await endDelegation(cfo, id, at));
    expect(await change(cfo, "ended_at = null, ended_by = null")).toMatch(/ended once/);
  });
});
