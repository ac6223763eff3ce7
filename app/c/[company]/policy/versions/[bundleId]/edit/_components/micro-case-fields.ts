import { type Field, group, line, range, text, texts } from "./field-plan";

const assumption: Field = group("", "", [
  text("assumption", "Assumption"),
  line("confidence", "Confidence", { help: "low, medium or high" }),
]);

export const MICRO_CASE_FIELDS: readonly Field[] = [
  group("micro_case.company_profile", "Company", [
    line("type", "Kind of business"),
    {
      kind: "number",
      path: "arr_current_usd.point_estimate",
      label: "Current ARR, best estimate",
      unit: "USD",
    },
    range("arr_current_usd.range", "Current ARR, range", "USD"),
    {
      kind: "number",
      path: "gross_margin_pct.point_estimate",
      label: "Gross margin, best estimate",
      unit: "percent",
    },
    range("gross_margin_pct.range", "Gross margin, range", "percent"),
    text("growth_narrative_requirement", "What the growth story must keep"),
    text("board_mandate", "Mandate of the Board"),
  ]),
  group("micro_case.decision_objective", "Objective", [
    text("primary", "First"),
    texts("secondary", "Beside it", "objective"),
    {
      kind: "items",
      path: "breakeven_definition_options",
      label: "Ways to define breakeven",
      item: "definition",
      fields: [line("metric", "Metric"), text("definition", "Definition")],
      fresh: () => ({ metric: "", definition: "" }),
    },
  ]),
  group("micro_case.baseline_financial_model_assumptions", "Assumptions of the financial model", [
    text("arr_to_revenue_recognition_lag.description", "From ARR to revenue"),
    range("arr_to_revenue_recognition_lag.range_months", "Lag", "months"),
    range("opex_current_usd_per_month.range", "Operating expense a month", "USD"),
    text("opex_current_usd_per_month.notes", "Note on operating expense"),
    range("net_burn_current_usd_per_month.range", "Net burn a month", "USD"),
    text("net_burn_current_usd_per_month.notes", "Note on net burn"),
    range("cash_on_hand_usd.range", "Cash on hand, range", "USD"),
    {
      kind: "number",
      path: "cash_on_hand_usd.point_estimate",
      label: "Cash on hand, point",
      unit: "USD",
      optional: true,
      help: "Whether a point is known decides which code a missing balance has; the runway itself needs the actual.",
    },
    text("cash_on_hand_usd.notes", "Note on cash"),
  ]),
  {
    kind: "entries",
    path: "micro_case.operating_context_assumptions",
    label: "Assumptions on how the company works",
    item: "assumption",
    each: assumption,
    fresh: { assumption: "", confidence: "low" },
  },
  group("micro_case.key_levers", "Levers", [
    texts("revenue_levers", "Revenue", "lever"),
    texts("cost_levers", "Cost", "lever"),
  ]),
  group("micro_case.constraints_and_non_negotiables", "What is not negotiable", [
    texts("non_negotiables", "Non-negotiables", "commitment", {
      help: "One of them must commit to “No fake precision”.",
    }),
    texts("guardrails", "Guardrails", "guardrail"),
  ]),
  texts("micro_case.deliverables_from_this_run", "Deliverables", "deliverable"),
];
