/**
 * The artifact checks (contract A2 to A6), one function each, all with one signature, in one list. All of
 * them run and all findings are reported. A check on an absent or blank field is skipped: CFO-04 speaks.
 */
import { metricOf, unitOfWord } from "../normalization";
import type { Finding } from "../policy";
import { SIGNAL_STATES } from "../vocabulary";
import { finding } from "./finding";
import { type Material, THRESHOLD_KEYS } from "./reading";
import { bandOf, isObject, own, ownText, texts } from "./values";
import { cadenceKeyOf, cadenceWordsOf, saysTrailingThreeMonthAverage } from "./windows";

export type ArtifactCheck = (material: Material) => Finding[];

/** RUNTIME-A2-1: every trigger has its fields and at least one action each way. */
const requiredTriggerFields: ArtifactCheck = ({ triggers }) =>
  triggers.flatMap(({ raw, path }) => {
    const missing = ["id", "name", "formula", "measurement_window"].filter((key) => ownText(raw, key) === "");
    for (const key of THRESHOLD_KEYS) {
      const statement = own(own(raw, "threshold"), key);
      const blank = typeof statement === "string" && statement.trim() === "";
      if (statement === undefined || blank) missing.push(`threshold.${key}`);
    }
    for (const key of ["action_if_pass", "action_if_fail"]) {
      if (texts(own(raw, key)).length === 0) missing.push(key);
    }
    return missing.map((key) => finding("CFO-04", `${path}.${key}`, "expected a value that is not blank"));
  });

/** RUNTIME-A2-2: every threshold, condition and escalation can be read exactly. */
const readableLanguage: ArtifactCheck = ({ triggers, gates, escalations }) => {
  const rules = [...gates.flatMap((gate) => [...gate.allowedIf, ...gate.blockedIf]), ...escalations];
  return [
    ...triggers.flatMap((trigger) => trigger.faults),
    ...rules.flatMap(({ path, read }) =>
      read.ok ? [] : [finding("CFO-05", path, read.message, read.position)],
    ),
  ];
};

/** RUNTIME-A2-3: a trailing three-month average in the window is in the formula, or mapped by the profile. */
const windowMatchesFormula: ArtifactCheck = ({ triggers, profile }) =>
  triggers.flatMap(({ raw, path, shortId }) => {
    const formula = ownText(raw, "formula").toLowerCase();
    const window = ownText(raw, "measurement_window");
    if (formula === "" || profile.mappedWindows.includes(shortId)) return [];
    if (!saysTrailingThreeMonthAverage(window)) return [];
    if (formula.includes("3mo_avg") || formula.includes("over last 3 months")) return [];
    const message = "expected `3mo_avg` or “over last 3 months”, as the measurement window says";
    return [finding("CFO-06", `${path}.formula`, message)];
  });

/** RUNTIME-A2-4: a criterion of a metric that a trigger owns has a unit of that trigger's family. */
const criteriaUnits: ArtifactCheck = ({ roots, triggers, profile }) => {
  // Of two triggers with one short id the first stands, as it does where CFO-13 is the only fault.
  const owners = new Map(triggers.toReversed().map((trigger) => [trigger.shortId, trigger]));
  return criteriaOf(roots.successCriteria).flatMap(({ entry, path }) => {
    const metric = metricOf(profile, ownText(entry, "metric"));
    const trigger = owners.get(metric?.trigger ?? "");
    if (metric?.trigger == null || trigger === undefined) return [];
    const expected = trigger.thresholds?.unit ?? metric.unit;
    if (unitOfWord(profile, ownText(entry, "unit")) === expected) return [];
    return [finding("CFO-07", `${path}.unit`, `expected a unit of ${expected}, as ${trigger.shortId} has`)];
  });
};

/** RUNTIME-A3-1: every target is a band. */
const targetBands: ArtifactCheck = ({ roots }) =>
  criteriaOf(roots.successCriteria).flatMap(({ entry, path }) =>
    bandOf(own(entry, "target_range")) === null
      ? [finding("CFO-08", `${path}.target_range`, "expected two numbers, the lower first")]
      : [],
  );

/** RUNTIME-A3-2: the micro case commits to no fake precision. */
const noFakePrecision: ArtifactCheck = ({ roots }) =>
  texts(roots.nonNegotiables).some((text) => /no\s+fake\s+precision/i.test(text))
    ? []
    : [
        finding(
          "CFO-09",
          "micro_case.constraints_and_non_negotiables.non_negotiables",
          "expected the commitment “No fake precision”",
        ),
      ];

/** RUNTIME-A4-1: free cash flow first, EBITDA as alternate. */
const breakevenDefinition: ArtifactCheck = ({ roots }) => {
  const path = "outcome_contract.breakeven_definition_selected";
  const selected = own(roots.outcomeContract, "breakeven_definition_selected");
  const alternate = own(selected, "alternate");
  const alternates = Array.isArray(alternate) ? texts(alternate) : texts([alternate]);
  const findings: Finding[] = [];
  if (own(selected, "preferred") !== "FCF breakeven") {
    findings.push(finding("CFO-10", `${path}.preferred`, "expected exactly “FCF breakeven”"));
  }
  if (!alternates.some((text) => text.includes("EBITDA breakeven"))) {
    findings.push(finding("CFO-10", `${path}.alternate`, "expected “EBITDA breakeven”"));
  }
  return findings;
};

/** RUNTIME-A4-2: both breakeven triggers are there. */
const bothBreakevenTriggers: ArtifactCheck = ({ triggers }) =>
  ["T1", "T2"]
    .filter((wanted) => !triggers.some(({ shortId }) => shortId === wanted))
    .map((wanted) => finding("CFO-11", "trigger_spec.triggers", `expected the trigger ${wanted}`));

/** RUNTIME-A5-1: no two triggers share an id, nor a short id. */
const uniqueIds: ArtifactCheck = ({ triggers }) => {
  const seen = new Set<string>();
  return triggers.flatMap(({ id, shortId, path }) => {
    const key = shortId.toLowerCase();
    if (id === "" || !seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [finding("CFO-13", `${path}.id`, `another trigger is ${shortId} as well`)];
  });
};

/** RUNTIME-A5-2: what critical_triggers, conditions and escalations name is in the trigger spec. */
const knownReferences: ArtifactCheck = ({ roots, gates, escalations, resolve }) => {
  const rules = gates.flatMap((gate) => [...gate.allowedIf, ...gate.blockedIf]);
  const unknown = [...rules, ...escalations].flatMap(({ path, read }) =>
    read.ok ? read.value.unknown.map((reference) => ({ path, ...reference })) : [],
  );
  return [
    ...unknownCritical(roots.criticalTriggers, resolve).map(({ name, path }) =>
      finding("CFO-14", path, `no trigger is called ${name}`),
    ),
    ...unknown.map(({ path, name, position }) =>
      finding("CFO-14", path, `no trigger is called ${name}`, position),
    ),
  ];
};

/** RUNTIME-A5-3: each cadence the window names is one that the trigger spec measures; there is at least one. */
const listedCadences: ArtifactCheck = ({ roots, triggers }) =>
  triggers.flatMap(({ raw, path }) => {
    const window = ownText(raw, "measurement_window");
    if (window === "") return [];
    const words = cadenceWordsOf(window);
    const at = `${path}.measurement_window`;
    if (words.length === 0) return [finding("CFO-15", at, "expected a cadence such as weekly or monthly")];
    const listed = own(roots.triggerSpec, "measurement_cadence");
    return words
      .filter((word) => own(listed, cadenceKeyOf(word)) === undefined)
      .map((word) =>
        finding("CFO-15", at, `“${word}” needs ${cadenceKeyOf(word)} in the measurement cadence`),
      );
  });

/** RUNTIME-A6-1: exactly the three signal states, in any order. */
const signalStates: ArtifactCheck = ({ roots }) => {
  const given = own(roots.gatingRules, "signal_states");
  const exact =
    Array.isArray(given) &&
    given.length === SIGNAL_STATES.length &&
    SIGNAL_STATES.every((state) => given.includes(state));
  return exact ? [] : [finding("CFO-18", "gating_rules.signal_states", "expected exactly PASS, WATCH, FAIL")];
};

/** RUNTIME-A6-2: critical triggers are some of the triggers, and at least one. */
const criticalTriggers: ArtifactCheck = ({ roots, resolve }) => {
  const path = "gating_rules.critical_triggers";
  if (roots.criticalTriggers.length === 0) {
    return [finding("CFO-19", path, "expected at least one trigger")];
  }
  return unknownCritical(roots.criticalTriggers, resolve).map((unknown) =>
    finding("CFO-19", unknown.path, `no trigger is called ${unknown.name}`),
  );
};

/** In the order of the contract. Adding a check is one function and one line. */
export const ARTIFACT_CHECKS: readonly ArtifactCheck[] = [
  requiredTriggerFields,
  readableLanguage,
  windowMatchesFormula,
  criteriaUnits,
  targetBands,
  noFakePrecision,
  breakevenDefinition,
  bothBreakevenTriggers,
  uniqueIds,
  knownReferences,
  listedCadences,
  signalStates,
  criticalTriggers,
];

function criteriaOf(criteria: Readonly<Record<string, readonly unknown[]>>) {
  return Object.entries(criteria).flatMap(([group, entries]) =>
    entries.map((entry, index) => ({
      entry: isObject(entry) ? entry : {},
      path: `outcome_contract.success_criteria.${group}[${index}]`,
    })),
  );
}

function unknownCritical(names: readonly string[], resolve: (name: string) => string | null) {
  return names
    .map((name, index) => ({ name, path: `gating_rules.critical_triggers[${index}]` }))
    .filter(({ name }) => resolve(name) === null);
}
