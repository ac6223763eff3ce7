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
import { DEFAULT_PROFILE, metricOf, type NormalizationProfile } from "../normalization";
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
  /** `gating_rules.gates[1]`. */
  readonly path: string;
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
  const ids = triggers.map((trigger) => trigger.id).filter((id) => id !== "");
  const resolve = resolverOf(ids, profile);
  return {
    roots,
    profile,
    triggers,
    gates: roots.gates.map((raw, index) => readGate(raw, index, resolve)),
    escalations: roots.escalationRules.map((raw, index) => readEscalation(raw, index, resolve)),
    resolve,
  };
}

/** Resolves an id, a short id or a name that the profile has for conditions, in any case, to the short id. */
export function resolverOf(
  ids: readonly string[],
  profile: NormalizationProfile = DEFAULT_PROFILE,
): TriggerResolver {
  const known = new Map<string, string>();
  for (const id of ids) {
    const shortId = triggerShortId(id);
    known.set(id.toLowerCase(), shortId);
    known.set(shortId.toLowerCase(), shortId);
  }
  const phrases = new Set<string>();
  for (const { trigger, inConditions } of profile.metrics) {
    for (const name of inConditions.map((each) => each.toLowerCase())) {
      // A phrase is read as one name even where its trigger is missing, so that the fault names it whole.
      if (name.includes(" ")) phrases.add(name);
      if (trigger !== null && known.has(trigger.toLowerCase()) && !known.has(name)) known.set(name, trigger);
    }
  }
  return Object.assign((name: string) => known.get(name.toLowerCase()) ?? null, { phrases });
}

function readTrigger(raw: JsonObject, index: number, profile: NormalizationProfile): TriggerReading {
  const path = `trigger_spec.triggers[${index}]`;
  const id = ownText(raw, "id");
  const faults: Finding[] = [];
  const statements = THRESHOLD_KEYS.map((key) =>
    readStatement(own(own(raw, "threshold"), key), `${path}.threshold.${key}`, profile, faults),
  );
  const thresholds = combine(statements, path, profile, faults);
  return { path, raw, id, shortId: triggerShortId(id), thresholds, faults };
}

/** A statement, or null: silently when it is absent or blank (CFO-04 speaks), else with a finding. */
function readStatement(
  value: unknown,
  path: string,
  profile: NormalizationProfile,
  faults: Finding[],
): ParsedStatement | null {
  if (value === undefined || (typeof value === "string" && value.trim() === "")) return null;
  if (typeof value !== "string") {
    faults.push(finding("CFO-05", path, "expected a text with comparators and numbers"));
    return null;
  }
  const read = parseStatement(value, profile);
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
  const path = `gating_rules.gates[${index}]`;
  const rules = (key: string, effect: string): RuleReading[] =>
    listOf(own(raw, key)).map((rule, ruleIndex) => ({
      path: `${path}.${key}[${ruleIndex}].when`,
      when: ownText(rule, "when"),
      effect: ownText(rule, effect),
      read: parseCondition(ownText(rule, "when"), resolve),
    }));
  return { id, path, raw, allowedIf: rules("allowed_if", "allow"), blockedIf: rules("blocked_if", "block") };
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
