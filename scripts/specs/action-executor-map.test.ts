import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  ACTION_TYPES,
  BASELINE_DAYS,
  type ChangeFacts,
  FIELDS_BY_SUBSYSTEM,
  LEVER_IDS,
  type LeverValue,
  leverValueSchema,
  SUBSYSTEMS,
  type Subsystem,
  TYPES_BY_SUBSYSTEM,
  validateChange,
} from "@/kernel/revenue";
import { GRACE_DAYS } from "@/lib/commands/executors/observe";
import { EXECUTORS } from "@/lib/commands/executors/registry";
import { MOST_ATTEMPTS } from "@/lib/db/transient-failure";
import { CONFIG_KEYS } from "@/lib/queries/spine-vocabulary";
import { markdownTables, tableUnder } from "./markdown-table";

const text = readFileSync("docs/specs/action-executor-map.md", "utf8");
/** Cells of values keep their backticks here, which tell one value from the next. */
const rawRows = text.split("\n").filter((line) => /^\| `(\w+)\.(\w+)` \|/.test(line));

/** The company for which the page shows its limits. */
const FACTS: ChangeFacts = {
  maxDailySpend: 1000,
  spentTotal: 400,
  today: "2026-06-10",
  segments: ["SMB", "Enterprise"],
  templateIds: ["welcome", "nurture-3"],
};

const levers = rawRows.map((line) => {
  const [lever = "", limit = "", takes = "", refuses = ""] = line
    .slice(1, -1)
    .split("|")
    .map((cell) => cell.trim());
  const [subsystem, field = ""] = lever.replaceAll("`", "").split(".");
  return {
    subsystem: subsystem as Subsystem,
    field,
    limit,
    takes: valuesIn(takes),
    refuses: valuesIn(refuses),
  };
});

function valuesIn(cell: string): LeverValue[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, json = ""]) => leverValueSchema.parse(JSON.parse(json)));
}

const names = (cell = "") => cell.split(" ").filter(Boolean);

function reasons(subsystem: Subsystem, field: string, newValue: LeverValue): string[] {
  // Whatever stands there now is another value.
  const currentValue = newValue === "before" ? "earlier" : "before";
  return validateChange({ subsystem, type: "config_change", field, newValue, currentValue, facts: FACTS });
}

describe("levers", () => {
  test("the page has every lever of the code, and the code every lever of the page", () => {
    const documented = [...new Set(levers.map(({ subsystem, field }) => `${subsystem}.${field}`))];
    expect(documented).toEqual(LEVER_IDS);
  });

  test.each(levers)("$subsystem, $field: $limit", ({ subsystem, field, limit, takes, refuses }) => {
    expect(takes.length).toBeGreaterThan(0);
    expect(refuses.length).toBeGreaterThan(0);
    for (const value of takes) expect([value, reasons(subsystem, field, value)]).toEqual([value, []]);
    for (const value of refuses)
      expect([value, reasons(subsystem, field, value).join(" ")]).toEqual([
        value,
        expect.stringContaining(`${field} ${limit}`),
      ]);
  });

  test("every figure of a limit is written where a value on its one side is taken and on its other refused", () => {
    const ranges = levers.filter(({ limit }) => / from \d+ to \d+ /.test(limit));
    expect(ranges.length).toBeGreaterThan(5);
    for (const { field, limit, takes, refuses } of ranges) {
      const [low, high] = (/ from (\d+) to (\d+) /.exec(limit) ?? []).slice(1).map(Number);
      expect([field, takes]).toEqual([field, expect.arrayContaining([low, high])]);
      expect(refuses.some((value) => typeof value === "number" && value < Number(low))).toBe(true);
      expect(refuses.some((value) => typeof value === "number" && value > Number(high))).toBe(true);
    }
  });

  test.each(levers.filter(({ limit }) => / of 1 to \d+ characters/.test(limit)))(
    "$field ends at its number of characters",
    ({ subsystem, field, limit }) => {
      const most = Number(/ to (\d+) characters/.exec(limit)?.[1]);
      const faults = (length: number) => reasons(subsystem, field, "x".repeat(length)).join(" ");
      expect(faults(most)).not.toContain("characters");
      expect(faults(most + 1)).toContain(`${field} ${limit}`);
    },
  );
});

test("each field stands where the page says, and the page says so of each", () => {
  const documented = tableUnder(text, "Places").map((row) => ({
    subsystem: row.subsystem,
    type: row["kind of row"],
    standsIn: row["stands in"],
    fields: names(row.fields),
  }));
  const TABLES = { campaign: "spine_campaigns", campaign_channel: "spine_campaign_channels" };
  const KEYS: readonly string[] = Object.values(CONFIG_KEYS);
  expect(documented.map(({ subsystem, type, fields }) => ({ subsystem, type, fields }))).toEqual(
    EXECUTORS.flatMap(({ subsystem, places }) =>
      Object.entries(places).map(([type, fields]) => ({ subsystem, type, fields: Object.keys(fields) })),
    ),
  );
  for (const { subsystem, type, standsIn } of documented) {
    if (type === "settings") expect(KEYS).toContain(standsIn);
    expect(standsIn).toBe(
      type === "settings" ? `settings.${subsystem}` : TABLES[type as keyof typeof TABLES],
    );
  }
  for (const subsystem of SUBSYSTEMS)
    expect(documented.find((each) => each.subsystem === subsystem)?.fields).toEqual([
      ...FIELDS_BY_SUBSYSTEM[subsystem],
    ]);
});

test("each subsystem takes the types of the page and refuses every other", () => {
  const documented = Object.fromEntries(
    tableUnder(text, "Types").map(({ subsystem = "", types }) => [subsystem, names(types)]),
  );
  expect(documented).toEqual(TYPES_BY_SUBSYSTEM);
  for (const subsystem of SUBSYSTEMS)
    for (const type of ACTION_TYPES) {
      const [field = ""] = FIELDS_BY_SUBSYSTEM[subsystem];
      const faults = validateChange({ subsystem, type, field, newValue: 5, currentValue: 4, facts: FACTS });
      const isRefused = faults.includes(`${subsystem} takes no action of the type ${type}.`);
      expect([subsystem, type, isRefused]).toEqual([subsystem, type, !documented[subsystem]?.includes(type)]);
    }
});

test("the figures of the page are those of the code", () => {
  const documented = tableUnder(text, "Figures").map(({ figure, value }) => [figure, Number(value)]);
  expect(Object.fromEntries(documented)).toEqual({
    attempts: MOST_ATTEMPTS,
    baseline_days: BASELINE_DAYS,
    grace_days: GRACE_DAYS,
  });
});

test("the steps of the page are the steps that the database lets an action take", () => {
  const guard = readFileSync("prisma/migrations/20260101000700_revenue_kernel/migration.sql", "utf8");
  const body = guard.slice(
    guard.indexOf("(old.status, new.status) not in ("),
    guard.indexOf("an action does not go"),
  );
  const allowed = [...body.matchAll(/\('(\w+)', '(\w+)'\)/g)].map(([, from, to]) => `${from} → ${to}`);
  expect(allowed.length).toBeGreaterThan(5);
  const documented = tableUnder(text, "States").map(({ from, to }) => `${from} → ${to}`);
  expect(documented.sort()).toEqual(allowed.sort());
});

test("the page has no other tables", () => {
  expect(markdownTables(text).map(({ heading }) => heading)).toEqual([
    "Levers",
    "Places",
    "Types",
    "Figures",
    "States",
  ]);
});
