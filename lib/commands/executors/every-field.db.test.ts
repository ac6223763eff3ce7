import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FIELDS_BY_SUBSYSTEM, type LeverValue, type Subsystem } from "../../../kernel/revenue";
import { connect, disconnect } from "../../db/client";
import { inTenant } from "../../db/tenant-transaction";
import { createTestDatabase } from "../../db/testing/test-database";
import { CONFIG_KEYS } from "../../queries/spine-vocabulary";
import { executeActions } from "../execute-actions";
import { revertAction } from "../revert-action";
import { type Company, createCompany } from "../testing/company";
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
import { EXECUTORS } from "./registry";

let company: Company;
let campaignId: string;
let channelId: string;

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
  company = await createCompany();
  await company.closeCycle();
  await setGuardrails(company, { max_daily_spend: 100_000 });
  await setConfig(company, CONFIG_KEYS.contentTemplates, [
    { id: "welcome", name: "Welcome" },
    { id: "nurture-3", name: "Third mail of the nurture" },
  ]);
  await setConfig(company, CONFIG_KEYS.cfoGuardrails, {
    max_cac_by_segment: { Enterprise: 9000, "Mid-market": 4000 },
  });
  campaignId = await addCampaign(company, { budgetDaily: "10000.00", status: "paused" });
  channelId = await addChannel(company, campaignId, { status: "paused" });
});
afterAll(disconnect);

const system = () => ({ tenantId: company.tenantId, name: "system", role: "system" });
const sql = <T>(text: string, ...values: unknown[]) =>
  inTenant({ tenantId: company.tenantId }, (tx) => tx.$queryRawUnsafe<T[]>(text, ...values));

const TABLES = { campaign: "spine_campaigns", campaign_channel: "spine_campaign_channels" } as const;
const COLUMN: Record<string, string> = { target_segment: "segment" };
const KEYS: Record<string, string> = {
  crm: CONFIG_KEYS.crmSettings,
  pricing: CONFIG_KEYS.pricingSettings,
  routing: CONFIG_KEYS.routingSettings,
  content: CONFIG_KEYS.contentSettings,
};
const entityId = (type: EntityType, subsystem: Subsystem) =>
  ({ campaign: campaignId, campaign_channel: channelId, settings: subsystem })[type];

/** All that stands in the row, to the byte, but for when it was last touched. */
async function rowText(type: EntityType, subsystem: Subsystem): Promise<string> {
  const rows =
    type === "settings"
      ? await sql<{ text: string }>(
          "select value::text as text from optimizer_configs where key = $1",
          KEYS[subsystem],
        )
      : await sql<{ text: string }>(
          `select (to_jsonb(r) - 'updated_at')::text as text from ${TABLES[type]} r where id = $1::uuid`,
          entityId(type, subsystem),
        );
  return rows[0]?.text ?? "no row";
}

/** Puts a value, given as JSON text, or its absence in the field, as some hand or import once did. */
async function stand(type: EntityType, subsystem: Subsystem, field: string, old: string): Promise<void> {
  if (type !== "settings") {
    const column = COLUMN[field] ?? field;
    const kind = /budget/.test(field) ? "numeric" : field === "end_date" ? "date" : "text";
    await sql(
      `update ${TABLES[type]} set ${column} = ($2::jsonb #>> '{}')::${kind} where id = $1::uuid`,
      entityId(type, subsystem),
      old,
    );
    return;
  }
  await sql("delete from optimizer_configs where key = $1", KEYS[subsystem]);
  if (old === "no row") return;
  const others = `{"kept": 1.50, "also kept": ["b", "a"]}`;
  await sql(
    `insert into optimizer_configs (tenant_id, key, value) values ($1::uuid, $2, $3::jsonb || $4::jsonb)`,
    company.tenantId,
    KEYS[subsystem],
    others,
    old === "not set" ? "{}" : `{${JSON.stringify(field)}: ${old}}`,
  );
}

/** Two values that each field takes, so that one of them is always news. */
const TAKEN: Record<string, [LeverValue, LeverValue]> = {
  "campaigns.budget_daily": [120.5, 80],
  "campaigns.budget_total": [50_000, 49_999.99],
  "campaigns.status": ["running", "paused"],
  "campaigns.target_segment": ["Enterprise", "Mid-market"],
  "campaigns.bidding_strategy": ["maximise conversions", "target return"],
  "campaigns.end_date": ["2026-12-31", null],
  "crm.sequence_delay_days": [3, 4],
  "crm.max_touches": [8, 9],
  "crm.follow_up_sla_hours": [4, 4.5],
  "crm.auto_assign": [true, false],
  "crm.priority_score_threshold": [70, 62.5],
  "pricing.discount_max_pct": [10, 12.5],
  "pricing.tier_threshold": [
    [10, 50, 200],
    [20, 60],
  ],
  "pricing.promo_code_enabled": [false, true],
  "pricing.trial_days": [14, 30],
  "routing.round_robin_enabled": [true, false],
  "routing.capacity_per_rep": [40, 50],
  "routing.territory_rules": [{ DACH: "Anna", Nordics: "Bo" }, { DACH: "Bo" }],
  "routing.overflow_queue": ["inbound", "partners"],
  "content.template_id": ["welcome", "nurture-3"],
  "content.variant_weights": [
    { a: 50, b: 50 },
    { a: 33.4, b: 66.6 },
  ],
  "content.subject_line": ["What your pipeline hides", "Three minutes on payback"],
  "content.cta_text": ["See the figures", "Book half an hour"],
};

const words = fc.string({ unit: "grapheme", maxLength: 30 }).filter((text) => !text.includes("\0"));
/** More digits than a floating-point number holds, with zeros at the end that a careless copy would drop. */
const longNumber = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 22n }), fc.nat(99_999))
  .map(([whole, part]) => `${whole}.${String(part).padStart(5, "0")}0`);
const json = (value: fc.Arbitrary<unknown>) => value.map((each) => JSON.stringify(each));
const anySetting = fc.oneof(
  fc.constant("no row"),
  fc.constant("not set"),
  fc.constant("null"),
  longNumber,
  json(fc.double({ noNaN: true, noDefaultInfinity: true })),
  json(words),
  json(fc.boolean()),
  json(fc.array(fc.integer(), { maxLength: 5 })),
  json(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.oneof(fc.integer(), words), { maxKeys: 4 })),
);
const cents = fc
  .tuple(fc.nat(90_000), fc.nat(99))
  .map(([usd, cent]) => `${usd}.${String(cent).padStart(2, "0")}`);
const orNull = (value: fc.Arbitrary<string>) => fc.oneof(value, fc.constant("null"));
const day = fc
  .date({ min: new Date("2025-01-01"), max: new Date("2027-12-31"), noInvalidDate: true })
  .map((date) => JSON.stringify(date.toISOString().slice(0, 10)));
const ANY_COLUMN: Record<string, fc.Arbitrary<string>> = {
  budget_daily: cents,
  budget_total: orNull(cents),
  status: fc.constantFrom('"running"', '"paused"'),
  target_segment: orNull(json(words)),
  bidding_strategy: orNull(json(words)),
  end_date: orNull(day),
};

const PLACES = EXECUTORS.flatMap(({ subsystem, places }) =>
  Object.entries(places).flatMap(([type, fields]) =>
    Object.keys(fields ?? {}).map((field) => ({ subsystem, type: type as EntityType, field })),
  ),
);

async function changeAndTakeBack(subsystem: Subsystem, type: EntityType, field: string, old: string) {
  await stand(type, subsystem, field, old);
  const before = await rowText(type, subsystem);
  const isThere = old !== "no row" && old !== "not set";
  const from = isThere ? JSON.parse(old) : null;
  const to = TAKEN[`${subsystem}.${field}`]?.find((value) => JSON.stringify(value) !== JSON.stringify(from));
  if (to === undefined) throw new Error(`${field} has a value that differs from ${old}`);
  const id = await plan(company, {
    subsystem,
    entity: { type, id: entityId(type, subsystem) },
    field,
    from,
    to,
    change: { guardrails: { max_additional_spend: 1e9, max_exposure_percent: 10, abort_conditions: [] } },
  });
  const done = await executeActions(system(), { actionIds: [id] }, at);
  expect(done).toMatchObject({ ok: true, value: { executed: [{ actionId: id }], failed: [] } });
  expect(await rowText(type, subsystem)).not.toBe(before);
  const row = await actionRow(company, id);
  expect(row.newValue).toEqual(to);
  expect(row.oldValue).toEqual(isThere ? { value: from } : { absent: old === "no row" ? "row" : "field" });
  const back = await revertAction(system(), { actionId: id, reason: "Looked at again" }, at);
  expect(back).toMatchObject({ ok: true, value: { status: "reverted" } });
  expect(await rowText(type, subsystem)).toBe(before);
}

describe("every field of every subsystem", () => {
  test("has an executor, and no executor a field that the map does not name", () => {
    for (const { subsystem, places } of EXECUTORS) {
      const fields = new Set(Object.values(places).flatMap((each) => Object.keys(each)));
      expect([...fields].sort()).toEqual([...FIELDS_BY_SUBSYSTEM[subsystem]].sort());
    }
    expect(EXECUTORS.map(({ subsystem }) => subsystem)).toEqual(Object.keys(FIELDS_BY_SUBSYSTEM));
  });

  test.each(PLACES)(
    "$field of $subsystem (in a $type): whatever stood there before stands there again after a revert, to the last digit",
    async ({ subsystem, type, field }) => {
      const any = type === "settings" ? anySetting : ANY_COLUMN[field];
      if (!any) throw new Error(`no values for ${field}`);
      await fc.assert(
        fc.asyncProperty(any, (old) => changeAndTakeBack(subsystem, type, field, old)),
        { numRuns: 6 },
      );
    },
    120_000,
  );

  test("settings that were not there at all, null, and a number of thirty digits are told apart and each comes back", async () => {
    for (const old of ["no row", "not set", "null", "12345678901234567890.1234567890"])
      await changeAndTakeBack("crm", "settings", "max_touches", old);
  });
});

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
  beforeAll(async () => {
    for (const subsystem of Object.keys(KEYS))
      await sql("delete from optimizer_configs where key = $1", KEYS[subsystem]);
    // What the properties left behind names segments of its own.
    await sql("update spine_campaigns set segment = null");
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

  const present: Record<string, LeverValue> = {
    "campaigns.budget_daily": 100,
    "campaigns.status": "paused",
    "campaigns.target_segment": "SMB",
  };

  test("at least one value of every field is among the refused", () => {
    const levers = new Set(REFUSED.map(([lever]) => lever));
    for (const lever of Object.keys(TAKEN)) expect(levers).toContain(lever);
  });

  test.each(REFUSED)("%s does not become %j: %s", async (lever, to, reason, more = {}) => {
    const [subsystem, field] = lever.split(".") as [Subsystem, string];
    const type = more.type ?? (subsystem === "campaigns" ? "campaign" : "settings");
    const before = await rowText(type, subsystem);
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
    expect(await rowText(type, subsystem)).toBe(before);
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
    await sql(
      "update optimization_actions set owner_subsystem = 'pricing' where id = $1::uuid returning id::text",
      id,
    );
    await executeActions(system(), { actionIds: [id] }, at);
    expect((await actionRow(company, id)).statusReason).toContain("says other than the cycle asked for");
  });
});
