import { CONFIG_KEYS } from "../../queries/spine-vocabulary";
import { type Field, type Kind, keyOf, numberOf, textOf } from "./kind";
import { AMOUNT } from "./shared-fields";

const object = "case when jsonb_typeof(c.value) = 'object' then c.value else '{}' end";

export const BOOKINGS_TARGETS: Kind = {
  id: "bookings-targets",
  title: "Bookings targets",
  help: "A row states the bookings target of one calendar quarter.",
  fields: [
    {
      name: "quarter",
      label: "Quarter",
      type: "quarter",
      required: true,
      headers: ["period", "calendar quarter", "qtr"],
      examples: ["2026-Q3", "Q4 2026"],
      help: "The calendar quarter.",
    },
    {
      ...AMOUNT,
      label: "Target (USD)",
      headers: ["target", "bookings target", "amount", "quota", "value"],
      belowZero: false,
      examples: ["2000000.00", "2,150,000.00"],
    },
  ],
  state(values) {
    const [quarter, amount] = [textOf(values.quarter), numberOf(values.amount)];
    return {
      key: keyOf("bookings-targets", [quarter]),
      wider: [],
      says: { amount },
      entries: [{ config: CONFIG_KEYS.bookingsTargets, entry: quarter, value: amount }],
    };
  },
  spine: {
    table: "optimizer_configs",
    configs: [CONFIG_KEYS.bookingsTargets],
    entries: `select jsonb_build_array('bookings-targets', e.key)::text as key, jsonb_build_object('amount', e.value) as says
      from optimizer_configs c cross join lateral jsonb_each(${object}) as e(key, value)
      where c.tenant_id = $1::uuid and c.key = '${CONFIG_KEYS.bookingsTargets}'`,
  },
  checks: [],
};

const METRICS = {
  FCF: { target: CONFIG_KEYS.fcfTargets, band: CONFIG_KEYS.fcfBands },
  EBITDA: { target: CONFIG_KEYS.ebitdaTargets, band: CONFIG_KEYS.ebitdaBands },
} as const;
type Metric = keyof typeof METRICS;

const limit = (
  name: string,
  label: string,
  headers: string[],
  examples: [string, string],
  help: string,
): Field => ({
  ...AMOUNT,
  name,
  label,
  headers,
  examples,
  help,
});

export const TARGETS: Kind = {
  id: "targets",
  title: "Target trajectory",
  help: "A row states the band in which the three-month average of free cash flow or EBITDA is planned to lie in one month.",
  fields: [
    {
      name: "month",
      label: "Month of the plan",
      type: "planMonth",
      required: true,
      headers: ["month", "plan month", "month index", "index", "period"],
      examples: ["0", "2026-07"],
      help: "The index of the month in the plan (0 is its first) or the calendar month.",
    },
    {
      name: "metric",
      label: "Metric",
      type: "word",
      required: true,
      headers: ["figure", "measure", "kpi"],
      words: { FCF: ["free cash flow"], EBITDA: ["ebitda usd"] },
      examples: ["FCF", "EBITDA"],
      help: "FCF or EBITDA, each the average of three months, in US dollars a month.",
    },
    limit(
      "low",
      "Low (USD)",
      ["low", "lower", "floor", "min", "from"],
      ["-230000.00", "-60000.00"],
      "The lower end of the band.",
    ),
    {
      ...limit(
        "target",
        "Target (USD)",
        ["target", "plan", "middle", "base"],
        ["-180000.00", ""],
        "What the triggers compare with; the middle of the band where it is blank.",
      ),
      required: false,
    },
    limit(
      "high",
      "High (USD)",
      ["high", "upper", "ceiling", "max", "to"],
      ["-130000.00", "20000.00"],
      "The upper end of the band.",
    ),
  ],
  state(values) {
    const [index, metric] = [String(numberOf(values.month)), textOf(values.metric) as Metric];
    const [low, high] = [numberOf(values.low), numberOf(values.high)];
    const middle = Math.round(((low + high) / 2) * 100) / 100;
    const target = values.target === null || values.target === undefined ? middle : numberOf(values.target);
    if (low >= high)
      return [
        {
          field: "high",
          what: "The band has no width: its high is not above its low.",
          remedy: "State a band, the low below the high.",
        },
      ];
    if (target < low || target > high)
      return [
        {
          field: "target",
          what: "The target lies outside its band.",
          remedy: "Put it between low and high, or leave it blank for the middle.",
        },
      ];
    const { target: targets, band } = METRICS[metric];
    return {
      key: keyOf("targets", [metric, index]),
      wider: [],
      says: { low, amount: target, high },
      entries: [
        { config: targets, entry: index, value: target },
        { config: band, entry: index, value: [low, high] },
      ],
    };
  },
  spine: {
    table: "optimizer_configs",
    configs: Object.values(METRICS).flatMap(({ target, band }) => [target, band]),
    entries: Object.entries(METRICS)
      .map(
        ([
          metric,
          { target, band },
        ]) => `select jsonb_build_array('targets', '${metric}', coalesce(t.key, b.key))::text as key,
        jsonb_strip_nulls(jsonb_build_object('amount', t.value, 'low', b.value -> 0, 'high', b.value -> 1)) as says
      from (select e.* from optimizer_configs c cross join lateral jsonb_each(${object}) as e(key, value)
        where c.tenant_id = $1::uuid and c.key = '${target}') t
      full join (select e.* from optimizer_configs c cross join lateral jsonb_each(${object}) as e(key, value)
        where c.tenant_id = $1::uuid and c.key = '${band}') b on b.key = t.key`,
      )
      .join(" union all "),
  },
  checks: [],
};
