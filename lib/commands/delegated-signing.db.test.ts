import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "../auth/permissions";
import { behindTheCurtain } from "../auth/testing/company-fixture";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import type { Result } from "../failures";
import { loadLogEntry } from "../queries/decision-log-entry";
import { loadDelegations } from "../queries/delegations";
import { loadRequest } from "../queries/request";
import { changeRole } from "./change-role";
import { delegateSigning } from "./delegate-signing";
import { denyRequest } from "./deny-request";
import { endDelegation } from "./end-delegation";
import { endMembership } from "./end-membership";
import { signRequest } from "./sign-request";
import { createCompany } from "./testing/company";
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
  TWO_DAYS,
} from "./testing/delegations";

const revision = 1;

let superuserUrl: string;

beforeAll(async () => {
  const database = await createTestDatabase();
  superuserUrl = database.superuserUrl;
  connect(database.appUrl);
});
afterAll(disconnect);

const disable = ({ userId }: Member) =>
  behindTheCurtain(superuserUrl, "update users set disabled_at = now() where id = $1", [userId]);

describe("signing for the CFO", () => {
  test("the stand-in signs on the days of the delegation, and signature, page and log name both people", async () => {
    const { company, lead, cfo, cpo } = await staffed();
    const delegationId = await delegate(cfo, cpo);
    const reference = await ask(lead);
    const outcome = must(await signRequest(cpo, { reference, revision, delegationId }, on("02")));
    expect(outcome).toMatchObject({ status: "APPROVED" });
    expect(await signoffsOf(company)).toMatchObject([
      { role: "CFO", signedBy: cpo.userId, onBehalfOf: cfo.userId, delegationId, verdict: "APPROVE" },
    ]);
    const entry = await loadLogEntry(cfo, BigInt(outcome.logSeq));
    expect(entry).toMatchObject({
      title: "REQ-1 signed by Rajesh for the CFO Naledi: approved",
      actor: { name: "Rajesh", role: "CPO/CTO" },
      decision: { signoffs: [{ role: "CFO", by: "Rajesh", onBehalfOf: "Naledi" }] },
      proof: { fault: null },
    });
    expect(JSON.parse(entry?.content ?? "{}").signoffs).toEqual([
      {
        role: "CFO",
        by: cpo.userId,
        on_behalf_of: cfo.userId,
        delegation_id: delegationId,
        at: on("02").toISOString(),
        verdict: "APPROVE",
      },
    ]);
    const page = must(await loadRequest(lead, reference, on("03")));
    expect(page.signatures).toMatchObject([{ role: "CFO", by: "Rajesh", onBehalfOf: "Naledi" }]);
  });

  test("the delegation itself, its end and who ended it are in the log under both names", async () => {
    const { company, cfo, cpo } = await staffed();
    const delegationId = await delegate(cfo, cpo);
    must(await endDelegation(cpo, delegationId, at));
    const log = await inTenant(company, (tx) =>
      tx.decisionLogEntry.findMany({ where: { tenantId: company.tenantId }, orderBy: { seq: "asc" } }),
    );
    expect(log.map(({ kind, title }) => `${kind}: ${title}`)).toEqual([
      "access_change: Rajesh signs for the CFO Naledi from 2026-06-02 to 2026-06-03",
      "access_change: Rajesh no longer signs for the CFO Naledi",
    ]);
    expect((await loadDelegations(cfo, at)).delegations).toMatchObject([
      { standing: "ENDED", endedByName: "Rajesh", delegateName: "Rajesh", role: "CFO" },
    ]);
  });

  test("the stand-in may say no for the CFO, which the log says too", async () => {
    const { lead, cfo, cpo } = await staffed();
    const delegationId = await delegate(cfo, cpo);
    const reference = await ask(lead);
    const no = { reference, revision, delegationId, reason: "Not before the audit" };
    expect(must(await denyRequest(cpo, no, on("02")))).toMatchObject({ status: "DENIED" });
    expect(must(await loadRequest(lead, reference, on("02"))).timeline.at(-1)).toMatchObject({
      by: "Rajesh",
      signedAs: "CFO",
      signedFor: "Naledi",
      reason: "Not before the audit",
    });
  });

  test("what the gate no longer allows takes no stand-in's signature either, and is stale", async () => {
    const { company, lead, cfo, cpo } = await staffed();
    const delegationId = await delegate(cfo, cpo);
    const reference = await ask(lead);
    await company.closeCycle({ T4: "FAIL" }, "DEFENSIVE");
    const outcome = must(await signRequest(cpo, { reference, revision, delegationId }, on("02")));
    expect(outcome.status).toBe("STALE");
    expect(await signoffsOf(company)).toEqual([]);
    expect(await loadLogEntry(cfo, BigInt(outcome.logSeq))).toMatchObject({
      title: "REQ-1: the CFO's signature by Rajesh was refused, the gate no longer allows it",
    });
  });
});

describe("when a delegation counts", () => {
  test.each([
    [
      "the last second before its first day",
      "2026-06-01T23:59:59.999Z",
      /FORBIDDEN: You sign for the CFO from 2 Jun 2026 on/,
    ],
    ["the first moment of its first day", "2026-06-02T00:00:00.000Z", /^done$/],
    ["the last moment of its last day", "2026-06-03T23:59:59.999Z", /^done$/],
    [
      "the first moment after its last day",
      "2026-06-04T00:00:00.000Z",
      /FORBIDDEN: You signed for the CFO until 3 Jun 2026/,
    ],
  ])("%s", async (_what, moment, answer) => {
    const { company, lead, cfo, cpo } = await staffed();
    const delegationId = await delegate(cfo, cpo);
    const reference = await ask(lead);
    const result = await signRequest(cpo, { reference, revision, delegationId }, new Date(moment));
    expect(refusalOf(result)).toMatch(answer);
    expect(await signoffsOf(company)).toHaveLength(result.ok ? 1 : 0);
  });

  test("not any more once the CFO has taken it back while the page was open", async () => {
    const { company, lead, cfo, cpo } = await staffed();
    const delegationId = await delegate(cfo, cpo);
    const reference = await ask(lead);
    must(await endDelegation(cfo, delegationId, on("02", "09:00:00")));
    expect(refusalOf(await signRequest(cpo, { reference, revision, delegationId }, on("02")))).toMatch(
      /CONFLICT: The delegation of Naledi has been ended/,
    );
    expect(await signoffsOf(company)).toEqual([]);
  });

  test.each<[string, (people: Awaited<ReturnType<typeof staffed>>) => Promise<Result<unknown>>]>([
    ["the CFO has left", ({ admin, cfo }) => endMembership(admin, cfo.userId, at)],
    [
      "the CFO is CEO now",
      ({ admin, cfo }) => changeRole(admin, { userId: cfo.userId, role: "CEO", team: "" }, at),
    ],
    [
      "the stand-in is in sales now",
      ({ admin, cpo }) =>
        changeRole(admin, { userId: cpo.userId, role: "Head of Sales/Marketing", team: "" }, at),
    ],
  ])("not any more once %s", async (_what, happens) => {
    const people = await staffed();
    const { company, lead, cfo, cpo } = people;
    const delegationId = await delegate(cfo, cpo);
    const reference = await ask(lead);
    must(await happens(people));
    const membership = await inTenant(company, (tx) =>
      tx.membership.findFirstOrThrow({ where: { tenantId: company.tenantId, userId: cpo.userId } }),
    );
    const standIn = { ...cpo, role: membership.role };
    expect(refusalOf(await signRequest(standIn, { reference, revision, delegationId }, on("02")))).toMatch(
      /CONFLICT: The delegation of Naledi no longer holds/,
    );
  });

  test("not for a stand-in who has left the company, nor one who is auditor now", async () => {
    const { lead, cfo, cpo, admin } = await staffed();
    const delegationId = await delegate(cfo, cpo);
    const reference = await ask(lead);
    must(await changeRole(admin, { userId: cpo.userId, role: "Auditor", team: "" }, at));
    const auditor = { ...cpo, role: "Auditor" };
    expect(refusalOf(await signRequest(auditor, { reference, revision, delegationId }, on("02")))).toMatch(
      /FORBIDDEN/,
    );
    must(await endMembership(admin, cpo.userId, at));
    expect(refusalOf(await signRequest(cpo, { reference, revision, delegationId }, on("02")))).toMatch(
      /FORBIDDEN: You do not belong/,
    );
  });

  test("a role that comes back does not bring a lapsed delegation back", async () => {
    const { lead, cfo, cpo, admin } = await staffed();
    const delegationId = await delegate(cfo, cpo);
    const reference = await ask(lead);
    for (const role of ["Team lead", "CFO"] as const)
      must(await changeRole(admin, { userId: cfo.userId, role, team: "" }, at));
    expect(refusalOf(await signRequest(cpo, { reference, revision, delegationId }, on("02")))).toMatch(
      /no longer holds/,
    );
    expect((await loadDelegations(cfo, on("02"))).delegations).toMatchObject([{ standing: "LAPSED" }]);
  });

  test("not while the account of the CFO, or of the stand-in, is disabled, and nobody is offered whose account is", async () => {
    const { company, lead, cfo, cpo, ceo } = await staffed();
    const delegationId = await delegate(cfo, cpo);
    const reference = await ask(lead);
    await disable(cfo);
    expect(refusalOf(await signRequest(cpo, { reference, revision, delegationId }, on("02")))).toMatch(
      /CONFLICT: The delegation of Naledi no longer holds/,
    );
    expect((await loadDelegations(cpo, on("02"))).delegations).toMatchObject([{ standing: "PAUSED" }]);
    const { candidates } = await loadDelegations(ceo, on("02"));
    expect(candidates.map(({ name }) => name)).toEqual(["Rajesh"]);
    const toTheCfo = { delegateId: cfo.userId, ...TWO_DAYS };
    expect(refusalOf(await delegateSigning(ceo, toTheCfo, at))).toMatch(
      /INVALID_INPUT.* signs in another role/,
    );
    expect(await signoffsOf(company)).toEqual([]);
  });

  test("taken back and used in the same moment, either it was used first or it is refused, never both", async () => {
    const { company, lead, cfo, cpo } = await staffed();
    const delegationId = await delegate(cfo, cpo);
    const reference = await ask(lead);
    const [signed, ended] = await Promise.all([
      signRequest(cpo, { reference, revision, delegationId }, on("02")),
      endDelegation(cfo, delegationId, on("02")),
    ]);
    expect(ended.ok).toBe(true);
    expect(await signoffsOf(company)).toHaveLength(signed.ok ? 1 : 0);
  });
});

describe("four eyes are two people", () => {
  test("the stand-in signs no request of their own", async () => {
    const { cfo, cpo } = await staffed();
    const delegationId = await delegate(cfo, cpo);
    const reference = await ask(cpo);
    expect(refusalOf(await signRequest(cpo, { reference, revision, delegationId }, on("02")))).toMatch(
      /FORBIDDEN: Nobody signs their own request/,
    );
  });

  test("nor one that the CFO asked for: it would be the CFO's own hand", async () => {
    const { cfo, cpo } = await staffed();
    const delegationId = await delegate(cfo, cpo);
    const reference = await ask(cfo);
    for (const attempt of [
      signRequest(cpo, { reference, revision, delegationId }, on("02")),
      denyRequest(cpo, { reference, revision, delegationId, reason: "Mine" }, on("02")),
    ])
      expect(refusalOf(await attempt)).toMatch(/FORBIDDEN: Naledi asked for this/);
  });

  test("a CEO who stands in for the CFO signs as CEO, and then not for the CFO as well", async () => {
    const { company, lead, cfo, ceo } = await staffed({ T1: "FAIL" });
    const delegationId = await delegate(cfo, ceo);
    const reference = await ask(lead, needsBoth());
    expect(refusalOf(await signRequest(ceo, { reference, revision, delegationId }, on("02")))).toMatch(
      /CONFLICT: This request waits for your own role: sign it as CEO/,
    );
    expect(must(await signRequest(ceo, { reference, revision }, on("02")))).toMatchObject({
      awaits: ["CFO"],
    });
    expect(refusalOf(await signRequest(ceo, { reference, revision, delegationId }, on("02")))).toMatch(
      /CONFLICT: You have signed/,
    );
    expect(must(await signRequest(cfo, { reference, revision }, on("02")))).toMatchObject({
      status: "APPROVED",
    });
    expect(await signoffsOf(company)).toHaveLength(2);
  });

  test("one person to whom both have delegated fills one of the two roles", async () => {
    const { company, lead, cfo, cpo, ceo } = await staffed({ T1: "FAIL" });
    const [forCfo, forCeo] = [await delegate(cfo, cpo), await delegate(ceo, cpo)];
    const reference = await ask(lead, needsBoth());
    must(await signRequest(cpo, { reference, revision, delegationId: forCfo }, on("02")));
    expect(
      refusalOf(await signRequest(cpo, { reference, revision, delegationId: forCeo }, on("02"))),
    ).toMatch(/CONFLICT: You have signed/);
    expect(must(await signRequest(ceo, { reference, revision }, on("02")))).toMatchObject({
      status: "APPROVED",
    });
    expect(await signoffsOf(company)).toHaveLength(2);
  });

  test("what was delegated is not handed on, and two delegations in a row reach nobody", async () => {
    const { company, lead, cfo, cpo } = await staffed();
    const sales = await company.hire("Head of Sales/Marketing", "Camille");
    const first = await delegate(cfo, cpo);
    const second = await delegate(cpo, sales);
    const reference = await ask(lead);
    // The second delegation is of the CPO/CTO's own role and of nothing else.
    expect(
      refusalOf(await signRequest(sales, { reference, revision, delegationId: second }, on("02"))),
    ).toMatch(/FORBIDDEN: This request waits for CFO; you sign as CPO\/CTO/);
    expect(
      refusalOf(await signRequest(sales, { reference, revision, delegationId: first }, on("02"))),
    ).toMatch(/FORBIDDEN: Nobody has delegated this signature to you/);
  });

  test("whoever was signed for does not sign a second role, even after changing to it", async () => {
    const { lead, cfo, cpo, admin, company } = await staffed({ T1: "FAIL" });
    const delegationId = await delegate(cfo, cpo);
    const reference = await ask(lead, needsBoth());
    must(await signRequest(cpo, { reference, revision, delegationId }, on("02")));
    must(await changeRole(admin, { userId: cfo.userId, role: "CEO", team: "" }, on("02")));
    expect(refusalOf(await signRequest({ ...cfo, role: "CEO" }, { reference, revision }, on("02")))).toMatch(
      /CONFLICT: Somebody has signed this request for you/,
    );
    expect(await signoffsOf(company)).toHaveLength(1);
  });

  test("nor does a stand-in sign for the CEO who stood in for the CFO", async () => {
    const { company, lead, cfo, ceo } = await staffed({ T1: "FAIL" });
    const sales = await company.hire("Head of Sales/Marketing", "Camille");
    const secondCeo = await company.hire("CEO", "Second CEO");
    const [forCfo, forCeo] = [await delegate(cfo, ceo), await delegate(ceo, sales)];
    const reference = await ask(lead, needsBoth());
    must(await signRequest(secondCeo, { reference, revision }, on("02")));
    // The CEO's role is filled, so the other CEO may stand in for the CFO: three people, two of them signing.
    must(await signRequest(ceo, { reference, revision, delegationId: forCfo }, on("02")));
    const other = await ask(lead, needsBoth());
    must(await signRequest(sales, { reference: other, revision, delegationId: forCeo }, on("02")));
    expect(
      refusalOf(await signRequest(ceo, { reference: other, revision, delegationId: forCfo }, on("02"))),
    ).toMatch(/FORBIDDEN: You have a part in a signature on this request already/);
  });
});

describe("who may delegate what to whom", () => {
  test.each<Role>(["Team lead", "FP&A", "Auditor", "Administrator"])(
    "a %s has no signature to delegate",
    async (role) => {
      const { company, cpo } = await staffed();
      const person = await company.hire(role);
      expect(refusalOf(await delegateSigning(person, { delegateId: cpo.userId, ...TWO_DAYS }, at))).toMatch(
        /FORBIDDEN/,
      );
    },
  );

  test.each<[string, Partial<typeof TWO_DAYS>, RegExp]>([
    ["sixty days are the longest", { fromOn: "2026-06-01", untilOn: "2026-07-30" }, /^done$/],
    [
      "sixty-one are too many",
      { fromOn: "2026-06-01", untilOn: "2026-07-31" },
      /At most 60 days; these are 61/,
    ],
    ["it does not begin yesterday", { fromOn: "2026-05-31" }, /cannot begin in the past/],
    ["nor end before it begins", { untilOn: "2026-06-01" }, /The last day is before the first/],
  ])("%s", async (_what, days, answer) => {
    const { cfo, cpo } = await staffed();
    const result = await delegateSigning(cfo, { delegateId: cpo.userId, ...TWO_DAYS, ...days }, at);
    expect(refusalOf(result)).toMatch(answer);
  });

  test("not to oneself, to somebody who signs nothing, to the same role, or to a stranger", async () => {
    const { company, lead, cfo } = await staffed();
    const other = await company.hire("CFO", "Second CFO");
    const stranger = await (await createCompany()).hire("CEO");
    for (const delegateId of [cfo, lead, other, stranger].map(({ userId }) => userId))
      expect(refusalOf(await delegateSigning(cfo, { delegateId, ...TWO_DAYS }, at))).toMatch(/INVALID_INPUT/);
  });

  test("one person stands in at a time, until that delegation is ended; of two at once one is made", async () => {
    const { cfo, cpo, ceo } = await staffed();
    const first = await delegate(cfo, cpo);
    const toCeo = { delegateId: ceo.userId, ...TWO_DAYS, fromOn: "2026-06-03", untilOn: "2026-06-09" };
    expect(refusalOf(await delegateSigning(cfo, toCeo, at))).toMatch(
      /CONFLICT: Somebody stands in for you from 2 Jun 2026/,
    );
    must(await endDelegation(cfo, first, at));
    const both = await Promise.all([
      delegateSigning(cfo, toCeo, at),
      delegateSigning(cfo, { ...toCeo, delegateId: cpo.userId }, at),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test("ended by one of the two people and once, by nobody else", async () => {
    const { company, cfo, cpo, ceo } = await staffed();
    const delegationId = await delegate(cfo, cpo);
    const stranger = await (await createCompany()).hire("CFO");
    for (const person of [ceo, stranger, { ...stranger, tenantId: company.tenantId }])
      expect((await endDelegation(person, delegationId, at)).ok).toBe(false);
    must(await endDelegation(cfo, delegationId, at));
    expect(refusalOf(await endDelegation(cpo, delegationId, at))).toMatch(
      /CONFLICT: This delegation has already ended/,
    );
  });
});
