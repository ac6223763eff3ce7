/**
 * Reads the texts of the artifacts with the small grammars, once. The checks and the compiled policy both
 * take what was read here, so that what was checked is what is enforced.
 */
import { type ParsedCondition, parseCondition, type TriggerResolver } from "../language/condition";
import { parseEscalation } from "../language/escalation";
import type { Read } from "../language/scanner";
import {
  type ParsedStatement,
  parseStatement,
  type TriggerThresholds,
  unitOfTrigger,
} from "../language/threshold";
import { metricOf, type NormalizationProfile } from "../normalization";
import type { Finding } from "../policy";
import { GATE_IDS, type GateId, triggerShortId } from "../vocabulary";
import { finding } from "./finding";
import type { Roots } from "./ingress";
import { isObject, type JsonObject, own, ownText } from "./values";

export const THRESHOLD_KEYS = ["pass", "watch", "fail"] as const;

export interface TriggerReading {
  readonly path: string;
  readonly raw: JsonObject;
  /** Empty when the trigger has none. */
  readonly id: string;
  readonly shortId: string;
  readonly thresholds: TriggerThresholds | null;
  /** CFO-05 findings of its three statements. */
  readonly faults: readonly Finding[];
}

export interface RuleReading {
  readonly path: string;
  readonly when: string;
  /** The rule's `allow` or `block` text. */
  readonly effect: string;
  readonly read: Read<ParsedCondition>;
}

export interface GateReading {
  /** Null for a gate the contract does not know. */
  readonly id: GateId | null;
  readonly raw: JsonObject;
  readonly allowedIf: readonly RuleReading[];
  readonly blockedIf: readonly RuleReading[];
}

export interface EscalationReading {
  readonly path: string;
  readonly condition: string;
  readonly action: string;
  readonly read: ReturnType<typeof parseEscalation>;
}

/** Everything a check may look at. */
export interface Material {
  readonly roots: Roots;
  readonly profile: NormalizationProfile;
  readonly triggers: readonly TriggerReading[];
  readonly gates: readonly GateReading[];
  readonly escalations: readonly EscalationReading[];
  readonly resolve: TriggerResolver;
}

export function readArtifacts(roots: Roots, profile: NormalizationProfile): Material {
  const triggers = roots.triggers.map((raw, index) => readTrigger(raw, index, profile));
  const resolve = resolverOf(triggers.map((trigger) => trigger.id).filter((id) => id !== ""));
  return {
    roots,
    profile,
    triggers,
    gates: roots.gates.map((raw, index) => readGate(raw, index, resolve)),
    escalations: roots.escalationRules.map((raw, index) => readEscalation(raw, index, resolve)),
    resolve,
  };
}

/** Names that stand for a trigger in conditions beside its id and short id, lower case. */
const SPOKEN_NAMES: readonly (readonly [string, string])[] = [
  ["ro40", "T3"],
  ["cac payback", "T7"],
];

/** Resolves an id, a short id or a spoken name, in any case, to the short id. */
export function resolverOf(ids: readonly string[]): TriggerResolver {
  const known = new Map<string, string>();
  for (const id of ids) {
    const shortId = triggerShortId(id);
    known.set(id.toLowerCase(), shortId);
    known.set(shortId.toLowerCase(), shortId);
  }
  for (const [name, shortId] of SPOKEN_NAMES) {
    if (known.has(shortId.toLowerCase()) && !known.has(name)) known.set(name, shortId);
  }
  return (name) => known.get(name.toLowerCase()) ?? null;
}

function readTrigger(raw: JsonObject, index: number, profile: NormalizationProfile): TriggerReading {
  const path = `trigger_spec.triggers[${index}]`;
  const id = ownText(raw, "id");
  const faults: Finding[] = [];
  const statements = THRESHOLD_KEYS.map((key) =>
    readStatement(own(own(raw, "threshold"), key), `${path}.threshold.${key}`, faults),
  );
  const thresholds = combine(statements, path, profile, faults);
  return { path, raw, id, shortId: triggerShortId(id), thresholds, faults };
}

/** A statement, or null: silently when it is absent or blank (CFO-04 speaks), else with a finding. */
function readStatement(value: unknown, path: string, faults: Finding[]): ParsedStatement | null {
  if (value === undefined || (typeof value === "string" && value.trim() === "")) return null;
  if (typeof value !== "string") {
    faults.push(finding("CFO-05", path, "expected a text with comparators and numbers"));
    return null;
  }
  const read = parseStatement(value);
  if (read.ok) return read.value;
  faults.push(finding("CFO-05", path, read.message, read.position));
  return null;
}

function combine(
  statements: readonly (ParsedStatement | null)[],
  path: string,
  profile: NormalizationProfile,
  faults: Finding[],
): TriggerThresholds | null {
  const [pass, watch, fail] = statements;
  if (pass == null || watch == null || fail == null) return null;
  const unit = unitOfTrigger([pass, watch, fail], (name) => {
    const metric = metricOf(profile, name);
    return metric?.impliesUnit === true ? metric.unit : null;
  });
  if ("unit" in unit) return { pass, watch, fail, unit: unit.unit };
  const statement = `${path}.threshold.${THRESHOLD_KEYS[unit.statement] ?? "pass"}`;
  faults.push(finding("CFO-05", statement, unit.message, unit.position));
  return null;
}

function readGate(raw: JsonObject, index: number, resolve: TriggerResolver): GateReading {
  const id = GATE_IDS.find((known) => known === own(raw, "gate_id")) ?? null;
  const rules = (key: string, effect: string): RuleReading[] =>
    listOf(own(raw, key)).map((rule, ruleIndex) => ({
      path: `gating_rules.gates[${index}].${key}[${ruleIndex}].when`,
      when: ownText(rule, "when"),
      effect: ownText(rule, effect),
      read: parseCondition(ownText(rule, "when"), resolve),
    }));
  return { id, raw, allowedIf: rules("allowed_if", "allow"), blockedIf: rules("blocked_if", "block") };
}

function readEscalation(raw: JsonObject, index: number, resolve: TriggerResolver): EscalationReading {
  const condition = ownText(raw, "condition");
  return {
    path: `gating_rules.escalation_rules[${index}].condition`,
    condition,
    action: ownText(raw, "action"),
    read: parseEscalation(condition, resolve),
  };
}

function listOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
