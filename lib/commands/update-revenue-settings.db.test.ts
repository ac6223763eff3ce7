import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connect, disconnect } from "@/lib/db/client";
import { inTenant } from "@/lib/db/tenant-transaction";
import { createTestDatabase } from "@/lib/db/testing/test-database";
import { loadKernelSettings } from "@/lib/queries/kernel-settings";
import { type Company, createCompany } from "./testing/company";
import { createRevenueCompany } from "./testing/revenue-company";
import { type UpdateRevenueSettings, updateRevenueSettings } from "./update-revenue-settings";

const AT = new Date("2026-03-02T09:00:00Z");
const minutes = (count: number) => new Date(AT.getTime() + count * 60_000);
const TARGETS = { pipeline: 2_000_000, cac_max: 15_000 };

beforeAll(async () => {
  const { appUrl } = await createTestDatabase();
  connect(appUrl);
});
afterAll(disconnect);

type Cfo = Awaited<ReturnType<Company["hire"]>>;
let company: Company;
let cfo: Cfo;
beforeEach(async () => {
  company = await createCompany();
  cfo = await company.hire("CFO");
});

const set = (input: Partial<UpdateRevenueSettings>, at = AT, actor = cfo) =>
  updateRevenueSettings(actor, { section: "targets", value: TARGETS, seenAt: null, ...input }, at);
const changes = () =>
  inTenant(company, (tx) =>
    tx.decisionLogEntry.findMany({
      where: { tenantId: company.tenantId, kind: "target_change" },
      orderBy: { seq: "asc" },
    }),
  );

describe("what the kernel steers to and within", () => {
  test("is set by the CFO, and each change stands in the log with what was there before", async () => {
    expect(await set({})).toEqual({ ok: true, value: { section: "targets", updatedAt: AT } });
    const lower = { ...TARGETS, cac_max: 12_000 };
    const changed = await set({ value: lower, seenAt: AT.toISOString() }, minutes(5));
    expect(changed.ok).toBe(true);
    const entries = await changes();
    expect(entries.map(({ title }) => title)).toEqual([
      "Revenue targets set for the first time",
      "Revenue targets changed: cac_max 15000 → 12000",
    ]);
    expect(JSON.parse(entries[1]?.content ?? "{}")).toMatchObject({
      config_key: "revenue.targets",
      before: TARGETS,
      after: lower,
      actor: { id: cfo.userId },
    });
  });

  test("is not overwritten by somebody who looked at an older version, and ten at once leave one change", async () => {
    await set({});
    const stale = await set({ value: { pipeline: 1 }, seenAt: minutes(-5).toISOString() }, minutes(1));
    expect(stale).toMatchObject({ ok: false, failure: { code: "CONFLICT" } });
    const first = await set({ value: { pipeline: 1 }, seenAt: null }, minutes(1));
    expect(first).toMatchObject({ ok: false, failure: { code: "CONFLICT" } });
    const together = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        set({ value: { pipeline: index + 1 }, seenAt: AT.toISOString() }, minutes(index + 1)),
      ),
    );
    expect(together.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await changes()).toHaveLength(2);
  });

  test("is nobody else's to set", async () => {
    for (const role of ["CEO", "Head of Sales/Marketing", "FP&A", "Auditor", "Administrator"] as const) {
      const person = await company.hire(role);
      expect(await set({}, AT, person)).toMatchObject({ ok: false, failure: { code: "FORBIDDEN" } });
    }
    const other = await createCompany();
    const stranger = await other.hire("CFO");
    expect(await set({}, AT, { ...stranger, tenantId: company.tenantId })).toMatchObject({ ok: false });
    expect(await changes()).toEqual([]);
  });

  test("keeps its shape: what no cycle could read is refused, and the field is named", async () => {
    const cases: [UpdateRevenueSettings["section"], unknown, string][] = [
      ["targets", {}, ""],
      ["targets", { pipeline: -1 }, "pipeline"],
      ["targets", { pipeline: 1, secret: 2 }, ""],
      [
        "guardrails",
        { max_daily_spend: 1, max_experiment_exposure_pct: 101, allowed_levers: [], blocked_actions: [] },
        "allowed_levers",
      ],
      ["cfo_guardrails", { payback_target_months: 12 }, "margin_floor_pct"],
      ["crm", { budget_daily: 4 }, "budget_daily"],
      ["crm", { max_touches: 99 }, "max_touches"],
      ["pricing", { discount_max_pct: 51 }, "discount_max_pct"],
      ["content", { template_id: "no-such" }, "template_id"],
      [
        "content_templates",
        [
          { id: "a", name: "A" },
          { id: "a", name: "B" },
        ],
        "",
      ],
    ];
    for (const [section, value, field] of cases) {
      const result = await set({ section, value });
      expect(result, `${section} ${JSON.stringify(value)}`).toMatchObject({
        ok: false,
        failure: { code: "INVALID_INPUT", fields: { [field]: expect.any(String) } },
      });
    }
    expect(await changes()).toEqual([]);
  });

  test("holds for the next cycle at once", async () => {
    const running = await createRevenueCompany();
    const owner = await running.hire("CFO");
    const seen = await inTenant(running, (tx) =>
      tx.optimizerConfig.findUniqueOrThrow({
        where: { tenantId_key: { tenantId: running.tenantId, key: "settings.crm" } },
      }),
    );
    const value = { follow_up_sla_hours: 8, auto_assign: false };
    const result = await updateRevenueSettings(
      owner,
      { section: "crm", value, seenAt: seen.updatedAt.toISOString() },
      AT,
    );
    expect(result.ok).toBe(true);
    const { settings } = await inTenant(running, (tx) => loadKernelSettings(tx, running.tenantId));
    expect(settings.crm).toEqual(value);
  });
});
