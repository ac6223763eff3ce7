import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LEVER_IDS, type LeverValue, type Subsystem } from "../../../kernel/revenue";
import { connect, disconnect } from "../../db/client";
import { inTenant } from "../../db/tenant-transaction";
import { createTestDatabase } from "../../db/testing/test-database";
import { CONFIG_KEYS } from "../../queries/spine-vocabulary";
import { executeActions } from "../execute-actions";
import { type Company, createCompany } from "../testing/company";
import { rowText, sqlOf } from "../testing/field-rows";
import {
  actionOf,
  actionRow,
  addCampaign,
  addChannel,
  at,
  plan,
  setConfig,
  setGuardrails,
  store,
} from "../testing/optimization";
import type { EntityType } from "./executor";

let company: Company;
let campaignId: string;
let channelId: string;

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
  company = await createCompany();
  await company.closeCycle();
  await setGuardrails(company, { max_daily_spend: 100_000 });
  await setConfig(company, CONFIG_KEYS.contentTemplates, [{ id: "welcome", name: "Welcome" }]);
  await setConfig(company, CONFIG_KEYS.cfoGuardrails, {
    max_cac_by_segment: { Enterprise: 9000, "Mid-market": 4000 },
  });
  campaignId = await addCampaign(company, { budgetDaily: "100.00", segment: "SMB", status: "paused" });
  channelId = await addChannel(company, campaignId, { budgetDaily: "100.00", status: "paused" });
  await inTenant({ tenantId: company.tenantId }, (tx) =>
    tx.eventRaw.create({
      data: {
        tenantId: company.tenantId,
        eventId: randomUUID(),
        eventType: "ads.delivery",
        source: "ad platform",
        occurredAt: new Date("2026-05-01T12:00:00Z"),
        entityType: "campaign",
        entityId: campaignId,
        amountUsd: 1500,
      },
    }),
  );
});
afterAll(disconnect);

const system = () => ({ tenantId: company.tenantId, name: "system", role: "system" });
const entityId = (type: EntityType, subsystem: Subsystem) =>
  ({ campaign: campaignId, campaign_channel: channelId, settings: subsystem })[type];

type Case = [lever: string, to: LeverValue, reason: string, more?: { type?: EntityType; from?: LeverValue }];

const REFUSED: Case[] = [
  ["campaigns.budget_daily", 0, "over 0 US dollars"],
  ["campaigns.budget_daily", -5, "over 0 US dollars"],
  ["campaigns.budget_daily", "100", "over 0 US dollars"],
  ["campaigns.budget_daily", 100_000.01, "within the daily ceiling of $100000"],
  ["campaigns.budget_total", 0, "over 0 US dollars"],
  ["campaigns.budget_total", 1499.99, "not be under the $1500 already spent"],
  ["campaigns.status", "ended", "running or paused"],
  ["campaigns.status", true, "running or paused"],
  ["campaigns.target_segment", "", "1 to 100 characters"],
  ["campaigns.target_segment", "Nobody's", "one of the segments Enterprise, Mid-market, SMB"],
  ["campaigns.target_segment", null, "1 to 100 characters"],
  ["campaigns.bidding_strategy", "x".repeat(201), "1 to 200 characters"],
  ["campaigns.end_date", "2026-06-09", "not lie in the past"],
  ["campaigns.end_date", "soon", "a day as YYYY-MM-DD"],
  ["campaigns.end_date", "2026-13-40", "a day as YYYY-MM-DD"],
  ["campaigns.end_date", "2026-12-31", "has no end_date", { type: "campaign_channel" }],
  ["campaigns.budget_total", 5000, "has no budget_total", { type: "campaign_channel" }],
  ["crm.sequence_delay_days", -1, "from 0 to 30 days"],
  ["crm.sequence_delay_days", 31, "from 0 to 30 days"],
  ["crm.sequence_delay_days", 2.5, "a whole number from 0 to 30"],
  ["crm.max_touches", 0, "from 1 to 20 touches"],
  ["crm.max_touches", 21, "from 1 to 20 touches"],
  ["crm.follow_up_sla_hours", 0.5, "from 1 to 168 hours"],
  ["crm.follow_up_sla_hours", 169, "from 1 to 168 hours"],
  ["crm.auto_assign", "yes", "true or false"],
  ["crm.priority_score_threshold", -0.1, "from 0 to 100 points"],
  ["crm.priority_score_threshold", 100.1, "from 0 to 100 points"],
  ["pricing.discount_max_pct", -1, "from 0 to 50 percent"],
  ["pricing.discount_max_pct", 50.01, "from 0 to 50 percent"],
  ["pricing.tier_threshold", [10, 10], "each over the one before"],
  ["pricing.tier_threshold", [50, 10], "each over the one before"],
  ["pricing.tier_threshold", [], "each over the one before"],
  ["pricing.tier_threshold", 10, "each over the one before"],
  ["pricing.promo_code_enabled", 1, "true or false"],
  ["pricing.trial_days", -1, "from 0 to 90 days"],
  ["pricing.trial_days", 91, "from 0 to 90 days"],
  ["routing.round_robin_enabled", null, "true or false"],
  ["routing.capacity_per_rep", 0, "from 1 to 1000 leads"],
  ["routing.capacity_per_rep", 1001, "from 1 to 1000 leads"],
  ["routing.territory_rules", {}, "an owner for each territory"],
  ["routing.territory_rules", { DACH: "" }, "an owner for each territory"],
  ["routing.overflow_queue", "  ", "1 to 100 characters"],
  ["content.template_id", "unheard-of", "a template that exists"],
  ["content.template_id", null, "a template that exists"],
  ["content.variant_weights", { a: 60, b: 41 }, "sum to 100, not 101"],
  ["content.variant_weights", { a: 110, b: -10 }, "weights of at least 0"],
  ["content.subject_line", "x".repeat(101), "1 to 100 characters"],
  ["content.cta_text", "x".repeat(51), "1 to 50 characters"],
  ["content.open_rate", 5, "no open_rate"],
  ["crm.budget_daily", 5, "no budget_daily"],
];

describe("what the limits refuse", () => {
  const present: Record<string, LeverValue> = {
    "campaigns.budget_daily": 100,
    "campaigns.status": "paused",
    "campaigns.target_segment": "SMB",
  };

  test("at least one value of every field is among the refused", () => {
    const levers = new Set(REFUSED.map(([lever]) => lever));
    for (const lever of LEVER_IDS) expect(levers).toContain(lever);
  });

  test.each(REFUSED)("%s does not become %j: %s", async (lever, to, reason, more = {}) => {
    const [subsystem, field] = lever.split(".") as [Subsystem, string];
    const type = more.type ?? (subsystem === "campaigns" ? "campaign" : "settings");
    const before = await rowText(company, { type, subsystem, id: entityId(type, subsystem) });
    const id = await plan(company, {
      subsystem,
      entity: { type, id: entityId(type, subsystem) },
      field,
      from: present[lever] ?? null,
      to,
    });
    const done = await executeActions(system(), { actionIds: [id] }, at);
    expect(done).toMatchObject({ ok: true, value: { executed: [], failed: [{ actionId: id }] } });
    const row = await actionRow(company, id);
    expect(row).toMatchObject({
      status: "failed",
      startedAt: null,
      oldValue: null,
      newValue: null,
      results: [],
    });
    expect(row.statusReason).toContain(reason);
    expect(await rowText(company, { type, subsystem, id: entityId(type, subsystem) })).toBe(before);
  });

  test.each([
    ["routing", "capacity_per_rep", "experiment", 50, "takes no action of the type experiment"],
    ["routing", "round_robin_enabled", "pause", false, "takes no action of the type pause"],
    ["pricing", "promo_code_enabled", "pause", false, "takes no action of the type pause"],
    ["content", "cta_text", "scale", "More", "takes no action of the type scale"],
    ["crm", "max_touches", "scale", 12, "takes no action of the type scale"],
  ] as const)("%s.%s takes no %s", async (subsystem, field, type, to, reason) => {
    const what = {
      subsystem,
      entity: { type: "settings", id: subsystem },
      field,
      from: null,
      to,
      type,
    } as const;
    const id = await plan(company, what);
    await executeActions(system(), { actionIds: [id] }, at);
    expect((await actionRow(company, id)).statusReason).toContain(reason);
  });

  test("a campaign that does not exist, settings under another name and settings in no shape are refused in words", async () => {
    await setConfig(company, CONFIG_KEYS.routingSettings, ["not", "by", "field"]);
    const cases = [
      [{ type: "campaign", id: randomUUID() }, "campaigns", "budget_daily", "There is no campaign"],
      [{ type: "campaign", id: "no uuid" }, "campaigns", "budget_daily", "There is no campaign"],
      [{ type: "settings", id: "crm" }, "pricing", "trial_days", "There are no settings crm"],
      [{ type: "settings", id: "routing" }, "routing", "capacity_per_rep", "holds no settings by field"],
      [{ type: "settings", id: "campaigns" }, "campaigns", "budget_daily", "campaigns changes no settings"],
    ] as const;
    for (const [entity, subsystem, field, reason] of cases) {
      const id = await plan(company, { subsystem, entity, field, from: null, to: 20 });
      await executeActions(system(), { actionIds: [id] }, at);
      expect(await actionRow(company, id)).toMatchObject({ status: "failed" });
      expect((await actionRow(company, id)).statusReason).toContain(reason);
    }
  });

  test("a value that has changed since the cycle saw it is left alone, because the effect was foreseen from the old one", async () => {
    const id = await plan(company, {
      subsystem: "campaigns",
      entity: { type: "campaign", id: campaignId },
      field: "budget_daily",
      from: 90,
      to: 99,
    });
    await executeActions(system(), { actionIds: [id] }, at);
    expect((await actionRow(company, id)).statusReason).toBe(
      "budget_daily has been changed since: it was 90 and is 100.",
    );
  });

  test("an action whose row says other than its cycle asked for is not carried out", async () => {
    const what = {
      subsystem: "crm",
      entity: { type: "settings", id: "crm" },
      field: "max_touches",
      from: null,
      to: 9,
    } as const;
    const action = actionOf(what);
    const id = await store(company, { ...action, action_id: `other-${action.action_id}` });
    await sqlOf(company)(
      "update optimization_actions set owner_subsystem = 'pricing' where id = $1::uuid returning id::text",
      id,
    );
    await executeActions(system(), { actionIds: [id] }, at);
    expect((await actionRow(company, id)).statusReason).toContain("says other than the cycle asked for");
  });
});
