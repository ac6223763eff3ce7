import { randomUUID } from "node:crypto";
import { generateSync } from "otplib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addPerson, PASSWORD } from "../auth/testing/company-fixture";
import { connect, disconnect } from "../db/client";
import { createTestDatabase, type TestDatabase } from "../db/testing/test-database";
import { type InboxPage, loadInbox } from "../queries/inbox";
import { confirmSecondFactor } from "./confirm-second-factor";
import { denyRequest } from "./deny-request";
import { enrolSecondFactor } from "./enrol-second-factor";
import { reviseRequest } from "./revise-request";
import { setSecondFactorAmount } from "./set-second-factor-amount";
import { type SignManyInput, signRequests } from "./sign-requests";
import type { Company } from "./testing/company";
import {
  ask,
  at,
  delegate,
  type Member,
  must,
  needsBoth,
  on,
  refusalOf,
  signoffsOf,
  staffed,
} from "./testing/delegations";
import { backfill, discount, renewal, retentionHire } from "./testing/requests";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  connect(db.appUrl);
  Object.assign(process.env, { DATABASE_URL: db.appUrl, NEXTAUTH_SECRET: randomUUID() + randomUUID() });
});
afterAll(disconnect);

const costing = (amount_usd_per_month: number) =>
  renewal({ details: { kind: "renewal", amount_usd_per_month, mission_critical: false } });
const inbox = async (person: Member, moment = at): Promise<InboxPage> =>
  must(await loadInbox(person, {}, moment));

/** The first group on the person's screen, as the page would send it. */
async function firstGroup(person: Member, moment = at): Promise<SignManyInput> {
  const { groups, basis } = await inbox(person, moment);
  const [first] = groups;
  if (!first) throw new Error("there is no group");
  return {
    group: first.group,
    requests: first.items.map(({ reference, revision }) => ({ reference, revision })),
    sawCycleId: basis.cycleId,
    delegationId: first.items[0]?.hand?.delegationId ?? null,
  };
}

const outcomes = async (person: Member, input: SignManyInput, moment = at) =>
  must(await signRequests(person, input, moment)).signed.map(
    ({ reference, status, failure }) => `${reference} ${status ?? failure?.code}`,
  );

describe("what may be signed together", () => {
  test("requests with one verdict under one rule are a group; another gate, rule or missing signature is none of it", async () => {
    const { lead, cfo } = await staffed();
    for (const amount of [100, 200, 300]) await ask(lead, costing(amount));
    await ask(lead, backfill());
    await ask(lead, discount());
    await ask(lead, discount());
    const { groups, total } = await inbox(cfo);
    expect(total).toBe(6);
    expect(groups.map(({ items }) => items.map(({ reference }) => reference))).toEqual([
      ["REQ-3", "REQ-2", "REQ-1"],
      ["REQ-5", "REQ-6"],
    ]);
    const rules = new Set(groups[0]?.items.map((each) => each.rules.join()));
    expect(rules.size).toBe(1);
  });

  test("each is decided and logged by itself, and all are approved", async () => {
    const { company, lead, cfo } = await staffed();
    for (const amount of [100, 200, 300]) await ask(lead, costing(amount));
    expect((await outcomes(cfo, await firstGroup(cfo))).sort()).toEqual([
      "REQ-1 APPROVED",
      "REQ-2 APPROVED",
      "REQ-3 APPROVED",
    ]);
    expect(await signoffsOf(company)).toHaveLength(3);
    expect((await inbox(cfo)).items).toEqual([]);
  });

  test("a mixed group is refused whole, and nothing is signed", async () => {
    const { company, lead, cfo } = await staffed();
    for (const amount of [100, 200]) await ask(lead, costing(amount));
    const other = await ask(lead, backfill());
    const group = await firstGroup(cfo);
    const mixed = { ...group, requests: [...group.requests, { reference: other, revision: 1 }] };
    expect(refusalOf(await signRequests(cfo, mixed, at))).toMatch(/CONFLICT: .*Nothing was signed/);
    expect(await signoffsOf(company)).toEqual([]);
  });

  test("a verdict that has changed since the page was drawn refuses the group, even if it changed for all alike", async () => {
    const { company, lead, cfo } = await staffed();
    for (const amount of [100, 200]) await ask(lead, costing(amount));
    const group = await firstGroup(cfo);
    await company.closeCycle({ T6: "WATCH" });
    expect(refusalOf(await signRequests(cfo, group, at))).toMatch(/CONFLICT/);
    expect(await signoffsOf(company)).toEqual([]);
  });

  test("one that was decided or changed meanwhile is left out and told, the others are signed", async () => {
    const { company, lead, cfo } = await staffed();
    for (const amount of [100, 200, 300, 400]) await ask(lead, costing(amount));
    const second = await company.hire("CFO", "Second CFO");
    const group = await firstGroup(cfo);
    must(await denyRequest(second, { reference: "REQ-2", revision: 1, reason: "No" }, at));
    must(await reviseRequest(lead, { reference: "REQ-3", revision: 1, content: costing(9999) }, at));
    expect((await outcomes(cfo, group)).sort()).toEqual([
      "REQ-1 APPROVED",
      "REQ-2 ALREADY_DECIDED",
      "REQ-3 CONFLICT",
      "REQ-4 APPROVED",
    ]);
  });

  test("where others are awaited too, the group is signed and waits for them", async () => {
    const { lead, cfo, ceo } = await staffed({ T1: "FAIL" });
    for (let count = 0; count < 2; count += 1) await ask(lead, needsBoth());
    expect(await outcomes(cfo, await firstGroup(cfo))).toEqual(["REQ-1 PENDING", "REQ-2 PENDING"]);
    expect(await outcomes(ceo, await firstGroup(ceo))).toEqual(["REQ-1 APPROVED", "REQ-2 APPROVED"]);
  });

  test("whose exceptions differ is no group, even where the same people sign", async () => {
    const { lead, cfo } = await staffed({ T1: "FAIL" });
    await ask(lead, needsBoth());
    await ask(lead, retentionHire({ description: "Two agency contracts", amount_usd: 90_000 }));
    expect((await inbox(cfo)).groups).toEqual([]);
  });

  test("for somebody else: the group names the delegation, and what they asked for is not in it", async () => {
    const { company, lead, cfo, cpo } = await staffed();
    const delegationId = await delegate(cfo, cpo);
    for (const amount of [100, 200]) await ask(lead, costing(amount));
    await ask(cfo, costing(300));
    await ask(cpo, costing(400));
    const group = await firstGroup(cpo, on("02"));
    expect(group).toMatchObject({ delegationId, requests: [{ reference: "REQ-2" }, { reference: "REQ-1" }] });
    expect(await outcomes(cpo, group, on("02"))).toEqual(["REQ-2 APPROVED", "REQ-1 APPROVED"]);
    expect(await signoffsOf(company)).toMatchObject([{ onBehalfOf: cfo.userId }, { onBehalfOf: cfo.userId }]);
  });

  test("one's own request smuggled into the group is refused by itself", async () => {
    const { lead, cfo } = await staffed();
    for (const amount of [100, 200]) await ask(lead, costing(amount));
    const mine = await ask(cfo, costing(300));
    const group = await firstGroup(cfo);
    const smuggled = { ...group, requests: [...group.requests, { reference: mine, revision: 1 }] };
    expect(await outcomes(cfo, smuggled)).toEqual(["REQ-2 APPROVED", "REQ-1 APPROVED", `${mine} FORBIDDEN`]);
  });
});

describe("a second factor for a group", () => {
  async function withFactor(company: Company, admin: Member) {
    const { userId, email } = await addPerson(db.superuserUrl, "Nora", [
      { tenantId: company.tenantId, role: "CFO" },
    ]);
    must(await setSecondFactorAmount(admin, { amountUsd: 2000 }, at));
    const before = new Date(at.getTime() - 120_000);
    const { secret } = must(await enrolSecondFactor({ userId, email }, { password: PASSWORD }, before));
    const codeAt = (moment: Date) => generateSync({ secret, epoch: Math.floor(moment.getTime() / 1000) });
    must(await confirmSecondFactor({ userId }, { code: codeAt(before) }, before));
    return { nora: { tenantId: company.tenantId, userId, name: "Nora", role: "CFO" }, code: codeAt(at) };
  }

  test("is asked for once, and each signature says that it was given", async () => {
    const { company, lead, admin } = await staffed();
    const { nora, code } = await withFactor(company, admin);
    for (const amount of [100, 200, 300]) await ask(lead, costing(amount));
    const group = await firstGroup(nora);
    expect(refusalOf(await signRequests(nora, group, at))).toMatch(/INVALID_INPUT: .*Enter the code/);
    expect(refusalOf(await signRequests(nora, { ...group, code: "000000" }, at))).toMatch(/not right/);
    expect(await signoffsOf(company)).toEqual([]);
    expect(await outcomes(nora, { ...group, code })).toEqual([
      "REQ-3 APPROVED",
      "REQ-2 APPROVED",
      "REQ-1 APPROVED",
    ]);
    const signed = await signoffsOf(company);
    // Twelve hundred a year is below the amount.
    expect(signed.map(({ secondFactor }) => secondFactor).sort()).toEqual([null, "totp", "totp"].sort());
  });

  test("without one the group is refused whole", async () => {
    const { company, lead, cfo, admin } = await staffed();
    must(await setSecondFactorAmount(admin, { amountUsd: 2000 }, at));
    for (const amount of [100, 300]) await ask(lead, costing(amount));
    expect(refusalOf(await signRequests(cfo, await firstGroup(cfo), at))).toMatch(/SECOND_FACTOR/);
    expect(await signoffsOf(company)).toEqual([]);
  });
});
