import { type Field, group, line, range, text, texts } from "./field-plan";

export const OUTCOME_CONTRACT_FIELDS: readonly Field[] = [
  {
    kind: "entries",
    path: "outcome_contract.success_criteria",
    label: "Success criteria",
    help: "Every target is a range, in the unit of the trigger that measures it.",
    item: "group of criteria",
    fresh: [],
    each: {
      kind: "items",
      path: "",
      label: "",
      item: "criterion",
      fields: [line("metric", "Metric"), range("target_range", "Target"), line("unit", "Unit")],
      fresh: () => ({ metric: "", target_range: [0, 1], unit: "" }),
    },
  },
  group("outcome_contract.breakeven_definition_selected", "Breakeven", [
    line("preferred", "Leading definition"),
    line("alternate", "Alternate definition"),
    text("selection_rule", "How they stand to each other"),
  ]),
  group("outcome_contract.owners_and_accountability", "Who answers, and who approves", [
    {
      kind: "entries",
      path: "metric_owners",
      label: "Owners of the triggers",
      help: "The triggers' short ids joined by “_”, such as T1_T2.",
      item: "owner",
      each: line("", ""),
      fresh: "",
    },
    {
      kind: "entries",
      path: "gate_approvers",
      label: "Approvers of the gates",
      item: "gate",
      each: texts("", "", "role"),
      fresh: [],
    },
  ]),
  group("outcome_contract.data_requirements", "Data", [
    texts("minimum_fields", "Fields without which no close is complete", "field"),
    range("data_quality_sla.close_timeliness_days.range", "Days to close", "business days"),
    text("data_quality_sla.crm_hygiene", "CRM hygiene"),
    texts("systems", "Systems", "system"),
  ]),
  group("outcome_contract.fail_closed_policy", "DEFENSIVE mode", [
    text("default_state", "When it holds"),
    texts("defensive_mode_actions", "Defensive actions", "action"),
  ]),
  group("outcome_contract.operating_cadence", "Meetings", [
    group("weekly", "Weekly", [
      line("forum", "Forum"),
      { kind: "number", path: "duration_minutes", label: "Length", unit: "minutes" },
      texts("agenda", "Agenda", "point"),
      texts("attendees", "Attendees", "attendee"),
    ]),
    group("monthly", "Monthly", [
      line("forum", "Forum"),
      texts("deliverables", "Deliverables", "deliverable"),
      line("timing", "When"),
    ]),
    group("quarterly", "Quarterly", [
      line("forum", "Forum"),
      texts("deliverables", "Deliverables", "deliverable"),
    ]),
  ]),
];
