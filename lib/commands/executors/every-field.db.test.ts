import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FIELDS_BY_SUBSYSTEM, type LeverValue, type Subsystem } from "../../../kernel/revenue";
import { connect, disconnect } from "../../db/client";
import type { Actor } from "../../db/governed-write";
import { createTestDatabase } from "../../db/testing/test-database";
import { CONFIG_KEYS } from "../../queries/spine-vocabulary";
import { executeActions } from "../execute-actions";
import { revertAction } from "../revert-action";
import { type Company, createCompany } from "../testing/company";
import { rowText, SETTINGS_KEYS, sqlOf, TABLES } from "../testing/field-rows";
import {
  actionRow,
  addCampaign,
  addChannel,
  at,
  plan,
  setConfig,
  setGuardrails,
} from "../testing/optimization";
import type { EntityType } from "./executor";
import { EXECUTORS } from "./registry";

let company: Company;
let cfo: Actor;
let campaignId: string;
let channelId: string;

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
  company = await createCompany();
  cfo = await company.hire("CFO");
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
const sql = <T>(text: string, ...values: unknown[]) => sqlOf(company)<T>(text, ...values);

const COLUMN: Record<string, string> = { target_segment: "segment" };
const entityId = (type: EntityType, subsystem: Subsystem) =>
  ({ campaign: campaignId, campaign_channel: channelId, settings: subsystem })[type];
const textOf = (type: EntityType, subsystem: Subsystem) =>
  rowText(company, { type, subsystem, id: entityId(type, subsystem) });

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
  await sql("delete from optimizer_configs where key = $1", SETTINGS_KEYS[subsystem]);
  if (old === "no row") return;
  const others = `{"kept": 1.50, "also kept": ["b", "a"]}`;
  await sql(
    `insert into optimizer_configs (tenant_id, key, value) values ($1::uuid, $2, $3::jsonb || $4::jsonb)`,
    company.tenantId,
    SETTINGS_KEYS[subsystem],
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
  const before = await textOf(type, subsystem);
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
  expect(await textOf(type, subsystem)).not.toBe(before);
  const row = await actionRow(company, id);
  expect(row.newValue).toEqual(to);
  expect(row.oldValue).toEqual(isThere ? { value: from } : { absent: old === "no row" ? "row" : "field" });
  const back = await revertAction(cfo, { actionId: id, reason: "Looked at again" }, at);
  expect(back).toMatchObject({ ok: true, value: { status: "reverted" } });
  expect(await textOf(type, subsystem)).toBe(before);
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
