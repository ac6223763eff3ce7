import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { saveDraft } from "../commands/save-draft";
import { submitRequest } from "../commands/submit-request";
import { type Company, createCompany } from "../commands/testing/company";
import { closeMonth } from "../commands/testing/judged-cycles";
import { renewal } from "../commands/testing/requests";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import type { Result } from "../failures";
import { findAnything } from "./find-anything";
import { boundGroups, MOST_FOUND } from "./found-groups";

type Person = Awaited<ReturnType<Company["hire"]>>;

const at = new Date("2026-03-20T10:00:00Z");
const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.message}`);
  return result.value;
};
const vendor = (title: string, amount_usd_per_month = 100) =>
  renewal({ title, details: { kind: "renewal", amount_usd_per_month } });

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

async function staffed() {
  const company = await createCompany();
  await closeMonth(company, "2026-02", { T6: "WATCH" });
  const lead = await company.hire("Team lead", "Jonas Weatherby");
  const cfo = await company.hire("CFO", "Naledi Okonkwo");
  const { reference } = must(
    await submitRequest(lead, { content: vendor("Error tracking for the web", 3200) }, at),
  );
  return { company, lead, cfo, reference };
}

async function found(person: Person, text: string): Promise<Record<string, string[]>> {
  const groups = await findAnything(person, text);
  return Object.fromEntries(groups.map(({ group, items }) => [group, items.map(({ title }) => title)]));
}

async function keepPolicyDraft(company: Company, by: Person, title: string): Promise<void> {
  await inTenant(company, async (tx) => {
    const base = await tx.policyBundle.findFirstOrThrow({ where: { tenantId: company.tenantId } });
    await tx.policyBundle.create({
      data: {
        tenantId: company.tenantId,
        version: `draft-${title.length}`,
        status: "DRAFT",
        hash: base.hash,
        artifacts: base.artifacts ?? {},
        title,
        createdBy: by.userId,
      },
    });
  });
}

describe("what is found", () => {
  test("a request by its reference, its number, words of its title, its amount, its state and its requester", async () => {
    const { cfo, reference } = await staffed();
    const number = reference.replace("REQ-", "");
    for (const text of [
      reference,
      reference.toLowerCase(),
      number,
      "track err",
      "$3,200",
      "3.2k",
      "pending web",
      "jonas web",
    ])
      expect((await found(cfo, text)).Requests, text).toEqual([`${reference} Error tracking for the web`]);
    expect((await found(cfo, "tracking 3300")).Requests).toBeUndefined();
    expect((await found(cfo, "rror")).Requests).toBeUndefined();
  });

  test("decisions by words and by number, a colleague by name, triggers with their state", async () => {
    const { cfo, reference } = await staffed();
    const { Decisions } = await found(cfo, `${reference} submitted`);
    expect(Decisions?.[0]).toContain(reference);
    expect((await findAnything(cfo, "1")).find(({ group }) => group === "Decisions")?.items[0]?.path).toBe(
      "/log/1",
    );
    expect((await found(cfo, "weather")).People).toEqual(["Jonas Weatherby"]);
    const [triggers] = await findAnything(cfo, "trigger watch");
    expect(triggers).toMatchObject({
      group: "Triggers",
      items: [{ key: "T6", state: "WATCH", path: "/triggers/T6" }],
    });
  });

  test("reason codes by code and words, cycles by month, the policy in force by its version", async () => {
    const { cfo } = await staffed();
    expect((await found(cfo, "cfo21"))["Reason codes"]?.[0]).toMatch(/^CFO-21 /);
    expect((await findAnything(cfo, "CFO-21"))[0]?.group).toBe("Reason codes");
    expect((await found(cfo, "late close"))["Reason codes"]).toContain(
      "CFO-32 The close came too late to be certified as final",
    );
    expect((await found(cfo, "february 2026")).Cycles).toEqual(["February 2026 close"]);
    expect((await found(cfo, "policy force")).Policy).toEqual(["Policy 1.0"]);
  });

  test("what is named by its number comes first", async () => {
    const { cfo, reference } = await staffed();
    expect((await findAnything(cfo, reference))[0]?.items[0]).toMatchObject({
      key: reference,
      isExact: true,
    });
    expect((await findAnything(cfo, "t4"))[0]?.group).toBe("Triggers");
  });
});

describe("what is not found", () => {
  test("another's drafts, of requests and of policies; one's own are", async () => {
    const { company, lead, cfo } = await staffed();
    const draft = { form: "G1_HEADCOUNT" as const, values: { title: "Secret reorganisation" } };
    const { reference } = must(await saveDraft(lead, { draft }, at));
    await keepPolicyDraft(company, lead, "Secret thresholds");
    expect(await found(cfo, "secret")).toEqual({});
    expect((await found(cfo, reference)).Requests).toBeUndefined();
    const own = await found(lead, "secret");
    expect(own.Requests).toEqual([`${reference} Secret reorganisation`]);
    expect(own.Policy).toEqual([`draft-17 Secret thresholds`]);
  });

  test("anything of another company, whatever is asked for", async () => {
    const { lead } = await staffed();
    const stranger = await (await createCompany("Elsewhere")).hire("CFO", "Somebody Else");
    for (const text of ["error tracking", "REQ-1", "jonas", "february", "submitted"]) {
      const groups = await found(stranger, text);
      for (const group of ["Requests", "Decisions", "People", "Cycles"])
        expect(groups[group], `${text}: ${group}`).toBeUndefined();
    }
    expect((await found(lead, "else")).People).toBeUndefined();
  });

  test("addresses of colleagues by anybody but who manages them", async () => {
    const { company, lead, cfo } = await staffed();
    const admin = await company.hire("Administrator", "Oskar Lindgren");
    const [mailbox] = lead.userId.split("-");
    expect((await found(cfo, mailbox ?? "")).People).toBeUndefined();
    expect((await found(admin, mailbox ?? "")).People).toEqual(["Jonas Weatherby"]);
  });

  test("a board pack by somebody who may not read them", async () => {
    const { company, lead, cfo } = await staffed();
    await inTenant(
      company,
      (tx) =>
        tx.$executeRaw`insert into board_packs (tenant_id, period_key, edition, status, content, content_sha256, memo, made_by)
        values (${company.tenantId}::uuid, '2026-02', 1, 'DRAFT', '{}', ${"0".repeat(64)}, '{}', ${cfo.userId}::uuid)`,
    );
    expect((await found(cfo, "board pack"))["Board packs"]).toEqual(["Board pack 2026-02"]);
    expect((await found(lead, "board pack"))["Board packs"]).toBeUndefined();
    const ceo = await company.hire("CEO");
    expect((await found(ceo, "board pack"))["Board packs"], "another's draft").toBeUndefined();
  });
});

describe("hostile words", () => {
  test("signs of the database's own mean nothing, and find nothing by themselves", async () => {
    const { cfo } = await staffed();
    for (const text of ["%", "_", "%%%", "\\", "'", '"', "';--", "\u0000", "(((", "$1", "​", "🙂", "\ud800"]) {
      const groups = await found(cfo, text);
      if (text !== "$1") expect(groups, text).toEqual({});
    }
    expect((await found(cfo, "e%r")).Requests).toBeUndefined();
    expect((await found(cfo, "error' or '1'='1")).Requests).toBeUndefined();
    expect((await found(cfo, "%error%")).Requests, "signs only separate").toHaveLength(1);
  });

  test("ten thousand characters are read as far as a search goes", async () => {
    const { cfo } = await staffed();
    expect((await found(cfo, "x".repeat(10_000))).Requests).toBeUndefined();
    expect((await found(cfo, "error ".repeat(2_000))).Requests).toHaveLength(1);
  });
});

test("at most eight of a kind and thirty in all are shown, taken from the longest", async () => {
  const { lead, cfo } = await staffed();
  for (let number = 1; number <= 12; number += 1)
    must(await submitRequest(lead, { content: vendor(`Error budget ${number}`) }, at));
  const groups = await findAnything(cfo, "err");
  expect(groups.find(({ group }) => group === "Requests")?.items).toHaveLength(8);
  const item = { key: "a", title: "", about: "", path: "" };
  const many = ["one", "two", "three", "four", "five"].map((group) => ({
    group,
    items: Array(8).fill(item),
  }));
  const bounded = boundGroups(many);
  expect(bounded.map(({ items }) => items.length)).toEqual([6, 6, 6, 6, 6]);
  expect(bounded.reduce((sum, { items }) => sum + items.length, 0)).toBe(MOST_FOUND);
});
