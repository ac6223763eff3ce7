import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commentRequest } from "../commands/comment-request";
import { saveDraft } from "../commands/save-draft";
import { signRequest } from "../commands/sign-request";
import { submitRequest } from "../commands/submit-request";
import { type Company, createCompany } from "../commands/testing/company";
import { backfill, renewal, roiCase } from "../commands/testing/requests";
import { connect, disconnect } from "../db/client";
import { createTestDatabase } from "../db/testing/test-database";
import type { Result } from "../failures";
import { loadInbox } from "./inbox";
import { loadRequest } from "./request";
import { loadRequestToEdit } from "./request-form";
import { listRequests, requestFilterSchema } from "./requests";

const day = (number: number, hour = 9) => new Date(Date.UTC(2026, 5, number, hour));
const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.message}`);
  return result.value;
};
const costing = (amount_usd_per_month: number) =>
  renewal({ title: `Renew for ${amount_usd_per_month}`, details: { kind: "renewal", amount_usd_per_month } });

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

async function staffed(...states: Parameters<Company["closeCycle"]>) {
  const company = await createCompany();
  await company.closeCycle(...states);
  const [lead, cfo, ceo] = [
    await company.hire("Team lead"),
    await company.hire("CFO"),
    await company.hire("CEO"),
  ];
  return { company, lead, cfo, ceo };
}

describe("the inbox", () => {
  test("shows what waits for my role and for nobody else's, and never what I asked for myself", async () => {
    const { lead, cfo, ceo } = await staffed();
    const { reference } = must(await submitRequest(lead, { content: costing(100) }, day(1)));
    must(await submitRequest(cfo, { content: costing(7000) }, day(1)));
    expect(must(await loadInbox(cfo, {}, day(4))).items).toMatchObject([{ key: reference }]);
    expect(must(await loadInbox(ceo, {}, day(4))).items).toEqual([]);
  });

  test("drops what I have signed and keeps it for who is still awaited", async () => {
    const { lead, cfo, ceo } = await staffed({ T1: "FAIL" }, "DEFENSIVE");
    const content = backfill({ roi_case: roiCase() });
    const { reference } = must(await submitRequest(lead, { content }, day(1)));
    must(await signRequest(cfo, { reference, revision: 1 }, day(2)));
    expect(must(await loadInbox(cfo, {}, day(4))).items).toEqual([]);
    expect(must(await loadInbox(ceo, {}, day(4))).items).toMatchObject([
      { key: reference, signature: { signedRoles: ["CFO"], awaits: ["CEO"], isSignable: true } },
    ]);
  });

  test("sets apart what the gate would refuse by now, with the reason", async () => {
    const { company, lead, cfo } = await staffed();
    must(await submitRequest(lead, { content: costing(100) }, day(1)));
    await company.closeCycle({ T4: "FAIL" }, "DEFENSIVE");
    expect(must(await loadInbox(cfo, {}, day(4)))).toMatchObject({
      items: [],
      closed: [{ isSignable: false, awaits: [], reasonCodes: ["CFO-27"] }],
    });
  });
});

describe("the list of requests", () => {
  test("pages through all of them once, the newest change first, and never shows another's draft", async () => {
    const { lead, cfo } = await staffed();
    must(await saveDraft(cfo, { draft: { form: "G1_HEADCOUNT", values: { title: "Secret" } } }, day(9)));
    must(await saveDraft(lead, { draft: { form: "G1_HEADCOUNT", values: { title: "Mine" } } }, day(8)));
    for (let number = 1; number <= 30; number += 1)
      must(await submitRequest(lead, { content: costing(number) }, day(7)));
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await listRequests(lead, requestFilterSchema.parse({ after }), day(9));
      seen.push(...page.rows.map(({ title }) => title));
      after = page.after ?? undefined;
    } while (after);
    expect(seen).toHaveLength(31);
    expect(new Set(seen).size).toBe(31);
    expect(seen[0]).toBe("Mine");
  });

  test("an address that nobody was given is the first page, and no text is a fault", async () => {
    const { lead } = await staffed();
    const { reference } = must(await submitRequest(lead, { content: costing(10) }, day(1)));
    const odd = [
      { after: `1.${"-".repeat(36)}` },
      { after: "99999999999999999999.00000000-0000-0000-0000-000000000000" },
      { q: "\0" },
      { q: "\ud800" },
    ];
    for (const filter of odd) {
      const { rows } = await listRequests(lead, requestFilterSchema.parse(filter), day(9));
      expect(rows).toMatchObject([{ reference, isMonthly: true }]);
    }
  });

  test("finds by reference, status, gate and owner, and ignores a filter that it does not know", async () => {
    const { lead, cfo } = await staffed();
    const { reference } = must(await submitRequest(lead, { content: costing(10) }, day(1)));
    must(await submitRequest(cfo, { content: backfill() }, day(2)));
    const found = async (filter: Record<string, string>) =>
      (await listRequests(lead, requestFilterSchema.parse(filter), day(9))).rows.map(({ gateId }) => gateId);
    expect(await found({ q: "1" })).toEqual(["G4_VENDOR_AND_NON_LABOR"]);
    expect(await found({ q: reference.toLowerCase() })).toEqual(["G4_VENDOR_AND_NON_LABOR"]);
    expect(await found({ q: "9" })).toEqual([]);
    expect(await found({ gate: "G1_HEADCOUNT" })).toEqual(["G1_HEADCOUNT"]);
    expect(await found({ mine: "1" })).toEqual(["G4_VENDOR_AND_NON_LABOR"]);
    expect(await found({ status: "APPROVED" })).toEqual([]);
    expect(await found({ status: "nonsense", after: "x" })).toHaveLength(2);
  });
});

test("the list says what is overdue, and finds it: the day after the last business day to sign, weekends left out", async () => {
  const { lead, cfo } = await staffed();
  // Friday 5 June 2026; three business days end on Wednesday.
  must(await submitRequest(lead, { content: costing(10) }, day(5)));
  must(await submitRequest(lead, { content: costing(20) }, day(8)));
  const signed = must(await submitRequest(lead, { content: costing(30) }, day(5))).reference;
  must(await signRequest(cfo, { reference: signed, revision: 1 }, day(6)));
  const overdue = async (on: Date, filter: Record<string, string> = { overdue: "1" }) =>
    (await listRequests(lead, requestFilterSchema.parse(filter), on)).rows.map(
      ({ amountUsd, overdueSince }) => [amountUsd, overdueSince],
    );
  expect(await overdue(day(10))).toEqual([]);
  expect(await overdue(day(11))).toEqual([[10, "2026-06-10"]]);
  expect(await overdue(day(11), { gate: "G4_VENDOR_AND_NON_LABOR" })).toEqual([
    [20, null],
    [30, null],
    [10, "2026-06-10"],
  ]);
  expect(await overdue(day(12))).toEqual([
    [20, "2026-06-11"],
    [10, "2026-06-10"],
  ]);
});

describe("the request page", () => {
  test("sets what the approver saw beside what holds now", async () => {
    const { company, lead, cfo } = await staffed({ T6: "WATCH" });
    const { reference } = must(await submitRequest(lead, { content: costing(10) }, day(1)));
    must(await signRequest(cfo, { reference, revision: 1 }, day(2)));
    expect(must(await loadRequest(lead, reference, day(4))).signatures[0]?.changed).toEqual([]);
    await company.closeCycle({ T4: "FAIL" }, "DEFENSIVE");
    const page = must(await loadRequest(lead, reference, day(4)));
    expect(page.signatures[0]?.changed.map(({ what, saw, now }) => `${what}: ${saw}, now ${now}`)).toEqual([
      "T4: PASS, now FAIL",
      "T6: WATCH, now PASS",
      "Mode: NORMAL, now DEFENSIVE",
    ]);
    // The verdict that stands is the one on which it was approved, not today's.
    expect(page.verdict).toMatchObject({ rests: "when it ended", mode: "NORMAL" });
    expect(page.verdict.explanation.decision.decision).toBe("ALLOWED");
  });

  test("explains an open request on the states of now and names who could sign", async () => {
    const { lead, cfo } = await staffed({ T4: "WATCH" });
    const { reference } = must(await submitRequest(lead, { content: backfill() }, day(1)));
    must(await commentRequest(cfo, { reference, body: "Since when?" }, day(2)));
    const page = must(await loadRequest(cfo, reference, day(4)));
    expect(page).toMatchObject({
      status: "PENDING",
      signing: { isSignable: true, awaits: [{ role: "CFO", holders: ["CFO"] }] },
      choices: {
        signAs: "CFO",
        completes: true,
        deny: true,
        edit: false,
        withdraw: false,
        reevaluate: false,
      },
    });
    expect(page.verdict.explanation.steps.map(({ rule }) => rule)).toContain("G1.allowed_if[1]");
    expect(page.timeline.map(({ kind }) => kind)).toEqual(["decision", "comment"]);
  });

  test("tells a requester who alone holds the needed role that nobody can sign", async () => {
    const { cfo } = await staffed();
    const { reference } = must(await submitRequest(cfo, { content: costing(10) }, day(1)));
    expect(must(await loadRequest(cfo, reference, day(4)))).toMatchObject({
      signing: { awaits: [{ role: "CFO", holders: [] }] },
      choices: { signAs: null, whyNotSign: "This is your own request, and nobody signs their own." },
    });
  });

  test("does not exist for another company, nor as long as it is a draft", async () => {
    const { lead, cfo } = await staffed();
    const stranger = await (await createCompany()).hire("CFO");
    const draft = { form: "G1_HEADCOUNT" as const, values: {} };
    const { reference } = must(await saveDraft(lead, { draft }, day(1)));
    expect(await loadRequest(lead, reference, day(4))).toMatchObject({ failure: { code: "NOT_FOUND" } });
    expect(await loadRequestToEdit(cfo, reference, day(2))).toMatchObject({
      failure: { code: "NOT_FOUND" },
    });
    expect(must(await loadRequestToEdit(lead, reference, day(2))).draft).toEqual(draft);
    expect(await loadRequest(stranger, "REQ-1", day(4))).toMatchObject({ failure: { code: "NOT_FOUND" } });
  });
});
