/**
 * The facets in which two policies can differ, each read into named entries with their meaning in words.
 * A facet reads what was compiled, not what was written, so that another spelling of the same rule is none.
 */
import { cadenceKeyOf, cadenceWordsOf } from "../artifacts/windows";
import type { CompiledPolicy } from "../policy";
import { GATE_IDS } from "../vocabulary";
import { conditionText, shortest, statementText, UNIT_TEXT } from "./rule-text";

/** One entry of a facet: what it is about, what it says, and where it is written. */
export interface FacetEntry {
  readonly key: string;
  readonly text: string;
  /** `08.bundle…` or `01…`, as exactly as the compiled policy knows it. */
  readonly path: string;
}

/** The one shape of a facet. */
interface Facet {
  readonly kind: ChangeKind;
  readonly entries: (policy: CompiledPolicy) => readonly FacetEntry[];
}

export const CHANGE_KINDS = [
  "finding",
  "trigger",
  "formula",
  "threshold",
  "target_band",
  "cadence",
  "critical_trigger",
  "condition",
  "limit",
  "exception",
  "escalation",
  "minimum_field",
  "close_sla",
  "cash_point",
  "unit_alias",
  "unit_conversion",
  "comparator_sign",
  "metric_name",
  "condition_name",
  "window_mapping",
  "success_criterion",
  "approver",
  "metric_owner",
  "action",
  "defensive_action",
  "required_control",
  "system",
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

const SPEC = "08.bundle.trigger_spec.trigger_spec.triggers";
const RULES = "08.bundle.gating_rules.gating_rules";
const CONTRACT = "08.bundle.outcome_contract.outcome_contract";
const list = (texts: readonly string[], path: string, subject = ""): FacetEntry[] =>
  texts.map((text, index) => ({ key: `${subject}${text}`, text, path: `${path}[${index}]` }));

/** A finding's path begins with the artifact; in the bundle the artifact's root object of the same name comes after it. */
const bundlePath = (path: string): string =>
  `08.bundle.${path.replace(/^artifacts\./, "").replace(/^(\w+)(?=[.[])/, "$1.$1")}`;

const perTrigger =
  (read: (trigger: CompiledPolicy["triggers"][number], path: string) => readonly FacetEntry[]) =>
  ({ triggers }: CompiledPolicy) =>
    triggers.flatMap((trigger, index) => read(trigger, `${SPEC}[${index}]`));

const perGate =
  (read: (gate: CompiledPolicy["gates"][(typeof GATE_IDS)[number]], path: string) => readonly FacetEntry[]) =>
  ({ gates }: CompiledPolicy) =>
    GATE_IDS.flatMap((id, index) => read(gates[id], `${RULES}.gates[${index}]`));

/** In the order in which a reviewer reads a change: what decides first, then what surrounds it. */
export const FACETS: readonly Facet[] = [
  {
    kind: "finding",
    entries: ({ findings }) =>
      findings.map(({ code, path, message }) => ({
        key: `${code} ${path}`,
        text: message,
        path: bundlePath(path),
      })),
  },
  {
    kind: "trigger",
    entries: perTrigger(({ id, shortId }, path) => [{ key: shortId, text: id, path: `${path}.id` }]),
  },
  {
    kind: "formula",
    entries: perTrigger(({ shortId, formula }, path) => [
      { key: shortId, text: formula.replace(/\s+/g, " ").trim(), path: `${path}.formula` },
    ]),
  },
  {
    kind: "threshold",
    entries: perTrigger(({ shortId, thresholds }, path) =>
      (thresholds === null ? [] : (["pass", "watch", "fail"] as const)).map((key) => ({
        key: `${shortId} ${key.toUpperCase()}`,
        text: thresholds === null ? "" : statementText(thresholds[key], thresholds.unit),
        path: `${path}.threshold.${key}`,
      })),
    ),
  },
  {
    kind: "target_band",
    entries: perTrigger(({ shortId, thresholds }, path) => {
      const band = thresholds?.pass.targetBand;
      if (thresholds === null || band == null) return [];
      const unit = UNIT_TEXT[thresholds.unit];
      const text = `${shortest(band.low.decimal)} to ${shortest(band.high.decimal)}${unit}`;
      return [{ key: shortId, text, path: `${path}.threshold.pass` }];
    }),
  },
  {
    kind: "cadence",
    entries: perTrigger(({ shortId, measurementWindow, windowNamesWeek }, path) => {
      const keys = [...new Set(cadenceWordsOf(measurementWindow).map(cadenceKeyOf))].sort();
      const text = `${keys.join(", ")}${windowNamesWeek ? ", measured in weekly cycles" : ""}`;
      return [{ key: shortId, text, path: `${path}.measurement_window` }];
    }),
  },
  {
    kind: "critical_trigger",
    entries: ({ criticalTriggers }) =>
      criticalTriggers.map((key) => ({ key, text: "critical", path: `${RULES}.critical_triggers` })),
  },
  {
    kind: "condition",
    entries: perGate((gate, path) =>
      [...gate.allowedIf, ...gate.blockedIf].map(({ rule, condition }) => ({
        key: rule,
        text: conditionText(condition),
        path: `${path}.${rule.slice(rule.indexOf(".") + 1)}.when`,
      })),
    ),
  },
  {
    kind: "limit",
    entries: ({ figures }) => {
      const at = (gate: number) => `${RULES}.gates[${gate}].allowed_if[0].allow`;
      const { criticalRolesPerMonth, scaleUpPct, experimentCapPct, vendorRoiCaseUsdPerMonth } = figures;
      return [
        { key: "G1 critical roles a month", text: String(criticalRolesPerMonth), path: at(0) },
        { key: "G2 growth of proven spend", text: `${scaleUpPct}%`, path: at(1) },
        { key: "G2 cap on experiments", text: `${experimentCapPct}%`, path: at(1) },
        { key: "G4 limit without ROI case", text: `${vendorRoiCaseUsdPerMonth} USD/month`, path: at(3) },
      ];
    },
  },
  {
    kind: "exception",
    entries: perGate(({ shortId, exceptions }, path) =>
      exceptions.map(({ id }) => ({
        key: `${shortId} ${id}`,
        text: "listed",
        path: `${path}.exceptions.${id}`,
      })),
    ),
  },
  {
    kind: "escalation",
    entries: ({ escalations }) =>
      escalations.map(({ rule, condition, triggers }, index) => ({
        key: rule,
        text: `${condition.consecutive} FAILs in a row, ${condition.cadence}, on ${triggers.join(" or ")}`,
        path: `${RULES}.escalation_rules[${index}].condition`,
      })),
  },
  {
    kind: "minimum_field",
    entries: ({ minimumFields }) => list(minimumFields, `${CONTRACT}.data_requirements.minimum_fields`),
  },
  {
    kind: "close_sla",
    entries: ({ closeTimelinessDays: [low, high] }) => [
      {
        key: "business days to close",
        text: `${low} to ${high}`,
        path: `${CONTRACT}.data_requirements.data_quality_sla.close_timeliness_days.range`,
      },
    ],
  },
  {
    kind: "cash_point",
    entries: ({ cashPointKnown }) => [
      {
        key: "a point for cash on hand",
        text: cashPointKnown ? "given" : "not given",
        path: "08.bundle.micro_case.micro_case.baseline_financial_model_assumptions.cash_on_hand_usd",
      },
    ],
  },
  {
    kind: "unit_alias",
    entries: ({ profile }) =>
      profile.units.flatMap(({ unit, aliases, per }) => [
        ...list(aliases, `01.units.${unit}.aliases`, `${unit} `),
        ...list(per, `01.units.${unit}.per`, `${unit} per `),
      ]),
  },
  {
    kind: "unit_conversion",
    entries: ({ profile }) =>
      profile.units.flatMap(({ unit, converted }) =>
        converted.map(([word, factor]) => ({
          key: `${word} to ${unit}`,
          text: `× ${factor}`,
          path: `01.units.${unit}.converted.${word}`,
        })),
      ),
  },
  {
    kind: "comparator_sign",
    entries: ({ profile }) =>
      profile.comparators.map(([sign, comparator]) => ({
        key: sign,
        text: comparator,
        path: `01.comparators.${comparator}`,
      })),
  },
  {
    kind: "metric_name",
    entries: ({ profile }) =>
      profile.metrics.flatMap(({ name, aliases, unit, trigger, impliesUnit }, index) =>
        [name, ...aliases].map((key) => ({
          key,
          text: `${name}, ${unit}${impliesUnit ? " without saying so" : ""}, of ${trigger ?? "no trigger"}`,
          path: `01.metrics[${index}]`,
        })),
      ),
  },
  {
    kind: "condition_name",
    entries: ({ profile }) =>
      profile.metrics.flatMap(({ inConditions, trigger }, index) =>
        inConditions.map((key) => ({
          key: key.toLowerCase(),
          text: trigger ?? "no trigger",
          path: `01.metrics[${index}].in_conditions`,
        })),
      ),
  },
  {
    kind: "window_mapping",
    entries: ({ profile }) => list(profile.mappedWindows, "01.window_mappings"),
  },
  {
    kind: "success_criterion",
    entries: ({ successCriteria }) =>
      successCriteria.map(({ group, metric, targetRange: [low, high], unit }) => ({
        key: `${group} ${metric}`,
        text: `${low} to ${high} ${unit}`,
        path: `${CONTRACT}.success_criteria.${group}`,
      })),
  },
  {
    kind: "approver",
    entries: perGate(({ shortId, approvers }) =>
      list(approvers, `${CONTRACT}.owners_and_accountability.gate_approvers.${shortId}`, `${shortId} `),
    ),
  },
  {
    kind: "metric_owner",
    entries: ({ metricOwners }) =>
      metricOwners.map(({ triggers, owner }) => ({
        key: triggers.join(", "),
        text: owner,
        path: `${CONTRACT}.owners_and_accountability.metric_owners.${triggers.join("_")}`,
      })),
  },
  {
    kind: "action",
    entries: perTrigger(({ shortId, actionIfPass, actionIfFail }, path) => [
      ...list(actionIfPass, `${path}.action_if_pass`, `${shortId} PASS: `),
      ...list(actionIfFail, `${path}.action_if_fail`, `${shortId} FAIL: `),
    ]),
  },
  {
    kind: "defensive_action",
    entries: ({ defensiveActions }) =>
      list(defensiveActions, `${CONTRACT}.fail_closed_policy.defensive_mode_actions`),
  },
  {
    kind: "required_control",
    entries: perGate(({ shortId, requiredControls }, path) =>
      list(requiredControls, `${path}.required_controls`, `${shortId} `),
    ),
  },
  { kind: "system", entries: ({ systems }) => list(systems, `${CONTRACT}.data_requirements.systems`) },
];
