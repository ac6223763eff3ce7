import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withClient } from "@/scripts/database/prepare";
import { connect, disconnect } from "../db/client";
import type { Actor } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import type { Result } from "../failures";
import { signedProposal } from "../policy/cycle-policy";
import { CONFIG_KEYS } from "../queries/spine-vocabulary";
import { loadScenario, loadWhatIf } from "../queries/what-if";
import { activatePolicy } from "./activate-policy";
import { deleteScenario } from "./delete-scenario";
import { saveScenario } from "./save-scenario";
import { type Company, createCompany } from "./testing/company";
import { proposeAndSign, withRunwayFloor } from "./testing/policies";

let superuserUrl = "";
beforeAll(async () => {
  const database = await createTestDatabase();
  superuserUrl = database.superuserUrl;
  connect(database.appUrl);
});
afterAll(disconnect);

type Member = Actor & { userId: string };
const AT = new Date("2026-11-22T09:00:00Z");
const later = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.message}`);
  return result.value;
};
const codeOf = (result: Result<unknown>) => (result.ok ? "DONE" : result.failure.code);
const contentFor = async (member: Member) => must(await loadWhatIf(member, AT)).content;

async function companyWithFpa(): Promise<{ company: Company; fpa: Member }> {
  const company = await createCompany();
  await company.closeCycle();
  return { company, fpa: await company.hire("FP&A") };
}
const savedBy = async (member: Member, name = "A slow spring") =>
  must(await saveScenario(member, { name, content: await contentFor(member) }, AT)).id;

/** Every table with a digest of all its rows, as the database's superuser sees them. */
async function wholeDatabase(): Promise<Map<string, string>> {
  return withClient(superuserUrl, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_' order by 1`,
    );
    const digests = new Map<string, string>();
    for (const { name } of tables) {
      const { rows } = await client.query<{ digest: string }>(
        `select count(*) || ':' || coalesce(md5(string_agg(r.row, '|' order by r.row)), '') as digest
         from (select t::text as row from ${name} t) r`,
      );
      digests.set(name, rows[0]?.digest ?? "");
    }
    return digests;
  });
}

describe("a scenario touches no real data", () => {
  test("naming, opening, changing and deleting one writes to no table but its own", async () => {
    const { company, fpa } = await companyWithFpa();
    const cfo = await company.hire("CFO");
    const before = await wholeDatabase();
    expect(before.size).toBeGreaterThan(40);
    const changed = async () => {
      const now = await wholeDatabase();
      return [...now].filter(([name, digest]) => before.get(name) !== digest).map(([name]) => name);
    };
    const id = await savedBy(fpa);
    expect(await changed()).toEqual(["public.what_if_scenarios"]);
    const opened = must(await loadScenario(cfo, id, AT));
    must(await loadScenario(cfo, id, AT, true));
    const content = { ...opened.content, crmHygieneEnforced: false };
    const seenAt = AT.toISOString();
    must(await saveScenario(fpa, { id, seenAt, name: "A slower spring", content }, later(1)));
    expect(await changed()).toEqual(["public.what_if_scenarios"]);
    must(await deleteScenario(fpa, { id }));
    expect(await changed()).toEqual([]);
  });
});

describe("a scenario that is named", () => {
  test("opens for everybody in the company as it was saved, with its author", async () => {
    const { company, fpa } = await companyWithFpa();
    const content = { ...(await contentFor(fpa)), months: 2, figures: { CashBalance: [null, 5] } };
    const { id } = must(await saveScenario(fpa, { name: "Two months", content }, AT));
    const view = must(await loadScenario(await company.hire("Auditor"), id, AT));
    expect(view.scenario).toMatchObject({ name: "Two months", author: "FP&A", updatedAt: AT });
    expect(view.content).toMatchObject({ months: 2, start: content.start });
    expect(view.content.figures.CashBalance).toEqual([null, 5]);
    expect(view.outdated).toEqual({ policyVersion: null, cycle: null });
    expect(view.scenarios.map(({ name, author }) => [name, author])).toEqual([["Two months", "FP&A"]]);
  });

  test("is not there for another company, whoever has the link", async () => {
    const { fpa } = await companyWithFpa();
    const id = await savedBy(fpa);
    const stranger = await (await companyWithFpa()).company.hire("CFO");
    expect(codeOf(await loadScenario(stranger, id, AT))).toBe("NOT_FOUND");
    expect(codeOf(await deleteScenario(stranger, { id }))).toBe("NOT_FOUND");
    const content = await contentFor(stranger);
    const seenAt = AT.toISOString();
    expect(codeOf(await saveScenario(stranger, { id, seenAt, name: "Mine", content }, AT))).toBe("NOT_FOUND");
    expect(must(await loadWhatIf(stranger, AT)).scenarios).toEqual([]);
  });

  test("is changed by its author alone, and deleted by its author or the CFO", async () => {
    const { company, fpa } = await companyWithFpa();
    const [cfo, ceo, auditor] = await Promise.all([
      company.hire("CFO"),
      company.hire("CEO"),
      company.hire("Auditor"),
    ]);
    const id = await savedBy(fpa);
    const content = await contentFor(fpa);
    const change = { id, seenAt: AT.toISOString(), name: "Changed", content };
    expect(codeOf(await saveScenario(cfo, change, AT))).toBe("FORBIDDEN");
    expect(codeOf(await saveScenario(auditor, { name: "Mine", content }, AT))).toBe("FORBIDDEN");
    expect(codeOf(await deleteScenario(ceo, { id }))).toBe("FORBIDDEN");
    expect(codeOf(await deleteScenario(auditor, { id }))).toBe("FORBIDDEN");
    expect(codeOf(await deleteScenario(cfo, { id }))).toBe("DONE");
    expect(codeOf(await deleteScenario(fpa, { id }))).toBe("NOT_FOUND");
  });

  test("that was saved elsewhere meanwhile is not overwritten", async () => {
    const { fpa } = await companyWithFpa();
    const id = await savedBy(fpa);
    const content = await contentFor(fpa);
    const change = { id, seenAt: AT.toISOString(), name: "From one window", content };
    must(await saveScenario(fpa, change, later(1)));
    expect(codeOf(await saveScenario(fpa, { ...change, name: "From another" }, later(2)))).toBe("CONFLICT");
  });

  test("names a policy and a closed cycle that the company really has", async () => {
    const { fpa } = await companyWithFpa();
    const content = await contentFor(fpa);
    const { start } = content;
    for (const wrong of [
      { ...start, policyBundleId: randomUUID() },
      { ...start, policyVersion: "9.9" },
      { ...start, cycle: start.cycle && { ...start.cycle, cycleKey: "2031-W01" } },
    ])
      expect(codeOf(await saveScenario(fpa, { name: "x", content: { ...content, start: wrong } }, AT))).toBe(
        "INVALID_INPUT",
      );
  });
});

describe("when the company moves on", () => {
  test("an old scenario keeps its start, says what is in force now, and can be put on today's figures", async () => {
    const { company, fpa } = await companyWithFpa();
    const id = await savedBy(fpa);
    await company.closeCycle({ T4: "FAIL" }, "DEFENSIVE");
    const kept = must(await loadScenario(fpa, id, AT));
    expect(kept.outdated.cycle).toMatchObject({ cadence: "weekly", cycleKey: "2026-W03" });
    expect(kept.basis.history).toHaveLength(1);
    expect(kept.today).toMatchObject({ mode: "DEFENSIVE", triggers: { T4: { state: "FAIL" } } });
    const refreshed = must(await loadScenario(fpa, id, AT, true));
    expect(refreshed.outdated).toEqual({ policyVersion: null, cycle: null });
    expect(refreshed.basis.history).toHaveLength(2);
    expect(refreshed.content.start.cycle?.cycleKey).toBe("2026-W03");
  });

  test("a scenario is played under the policy that it began with, and names the one that has come into force", async () => {
    const { company, fpa } = await companyWithFpa();
    const [cfo, ceo] = [await company.hire("CFO"), await company.hire("CEO")];
    const id = await savedBy(fpa);
    const artifacts = withRunwayFloor(30, 18);
    await proposeAndSign([cfo, ceo], { artifacts, at: later(1) });
    const { tenantId } = company;
    await inTenant({ tenantId }, async (tx) => {
      const signed = await signedProposal(tx, tenantId);
      if (signed) await activatePolicy(tx, tenantId, signed, "2026-W47", later(2));
    });
    const floor = async (refreshed: boolean) => {
      const { basis, outdated } = must(await loadScenario(fpa, id, AT, refreshed));
      const runway = basis.policy.triggers.find(({ shortId }) => shortId === "T4");
      return { pass: runway?.thresholdTexts.pass, inForce: outdated.policyVersion };
    };
    expect(await floor(false)).toEqual({ pass: expect.not.stringContaining("30"), inForce: "2.0.0" });
    expect(await floor(true)).toEqual({ pass: expect.stringContaining("30"), inForce: null });
  });
});

describe("a new scenario", () => {
  test("begins with the newest closed figures, the series of the close and the plan of each month", async () => {
    const { company, fpa } = await companyWithFpa();
    const { tenantId } = company;
    const closeId = randomUUID();
    await inTenant({ tenantId }, async (tx) => {
      const [week] = await tx.evaluationCycle.findMany({ where: { tenantId } });
      if (!week) throw new Error("no week");
      await tx.evaluationCycle.create({
        data: {
          ...week,
          id: closeId,
          cadence: "monthly_close",
          cycleKey: "2026-10",
          monthIndex: 15,
          evaluatedAt: later(-60),
          document: {},
          report: {},
        },
      });
      const input = { tenantId, unit: "USD", sourceTable: "events_raw", sourceQuery: "q", rowCount: 1 };
      await tx.cycleInput.createMany({
        data: [
          { ...input, cycleId: closeId, name: "NetBurn", value: [10, 20, 30] },
          { ...input, cycleId: closeId, name: "QualifiedPipelineAmount_next_quarter", value: [1, 2, 3, 4] },
        ],
      });
      await tx.optimizerConfig.create({
        data: { tenantId, key: CONFIG_KEYS.fcfTargets, value: { "16": -90, "18": -70 } },
      });
    });
    const { basis, content } = must(await loadWhatIf(fpa, AT));
    expect(basis.months[0]).toEqual({ key: "2026-11", monthIndex: 16 });
    expect(basis.inputs.find(({ name }) => name === "NetBurn")).toMatchObject({
      past: [10, 20, 30],
      today: 30,
      source: { cycleKey: "2026-10", table: "events_raw" },
    });
    expect(content.figures.NetBurn).toEqual([30, 30, 30, 30, 30, 30]);
    // One figure for the four snapshots: their average, as the trigger counts it.
    expect(content.figures.QualifiedPipelineAmount_next_quarter?.[0]).toBe(2.5);
    expect(content.figures.TargetFCF_3mo_avg).toEqual([-90, null, -70, null, null, null]);
    expect(content.figures.CashBalance).toEqual([null, null, null, null, null, null]);
  });

  test("before the first close there are months to assume and no figures", async () => {
    const company = await createCompany();
    const { basis, today, content } = must(await loadWhatIf(await company.hire("CFO"), AT));
    expect(basis.months[0]?.key).toBe("2026-11");
    expect(basis.history).toEqual([]);
    expect(today).toMatchObject({ cycle: null, mode: "DEFENSIVE" });
    expect(
      Object.values(content.figures)
        .flat()
        .every((figure) => figure === null),
    ).toBe(true);
  });
});
