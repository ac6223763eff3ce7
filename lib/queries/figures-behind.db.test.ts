import { afterAll, beforeAll, expect, test } from "vitest";
import { createCompany } from "../commands/testing/company";
import { load } from "../commands/testing/imports";
import { connect, disconnect } from "../db/client";
import { createTestDatabase } from "../db/testing/test-database";
import { kindOf } from "../imports/kinds";
import { csvTemplate } from "../imports/templates";
import { lineageOf } from "./figure-lineage";
import { figuresBehind } from "./figures-behind";

const AT = new Date("2026-12-10T09:00:00Z");

beforeAll(async () => {
  const { appUrl } = await createTestDatabase();
  connect(appUrl);
});
afterAll(disconnect);

/** A template's own example rows, as lines. */
const examplesOf = (kind: string) =>
  csvTemplate(kindOf(kind) as NonNullable<ReturnType<typeof kindOf>>)
    .bytes.toString("utf8")
    .slice(1)
    .trim()
    .split("\r\n")
    .map((line) =>
      [...line.matchAll(/("[^"]*"|[^,]*)(?:,|$)/g)]
        .slice(0, -1)
        .map(([, cell = ""]) => cell.replaceAll('"', "")),
    );

test.each<[string, string, string, number]>([
  ["CashBalance", "cash", "2026-03", 2],
  ["COGS", "cogs", "2026-03", 2],
  ["Opex_excl_DA", "opex", "2026-03", 2],
  ["Revenue", "revenue", "2026-03", 2],
  ["NetBurn_3mo_avg", "cash-flow", "2026-03", 2],
  ["TargetFCF_for_month_index", "targets", "2026-03", 2],
  ["BookingsTarget_next_quarter", "bookings-targets", "2026-03", 2],
  ["QualifiedPipelineAmount_next_quarter", "pipeline", "2026-03", 2],
])("%s leads to the figures of %s and from there to their file", async (input, kind, month, count) => {
  const company = await createCompany();
  const analyst = await company.hire("FP&A", "Fay");
  if (kind === "pipeline") await load(analyst, "pipeline-stages", examplesOf("pipeline-stages"), AT);
  await load(analyst, kind, examplesOf(kind), AT, `${kind}-brought.csv`);
  const behind = await figuresBehind(company, input, month);
  expect(behind?.figures).toHaveLength(count);
  expect(behind?.title).toBe(kindOf(kind)?.title);
  for (const { key, files, isFed } of behind?.figures ?? []) {
    expect(isFed).toBe(false);
    if (!behind?.isOfNow) expect(files.map(({ fileName }) => fileName)).toEqual([`${kind}-brought.csv`]);
    const lineage = await lineageOf(company, key);
    expect(lineage?.present.map((source) => source.import?.fileName)).toEqual([`${kind}-brought.csv`]);
  }
});

test("another month of the books holds nothing of it, and what no kind of figures states leads nowhere", async () => {
  const company = await createCompany();
  const analyst = await company.hire("FP&A", "Fay");
  await load(analyst, "cogs", examplesOf("cogs"), AT);
  expect((await figuresBehind(company, "COGS", "2026-04"))?.figures).toEqual([]);
  expect(await figuresBehind(company, "OurOwnFigure", "2026-03")).toBeNull();
});
