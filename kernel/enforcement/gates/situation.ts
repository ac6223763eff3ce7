/** What a gate decides on, beside the request: trigger states, mode and CRM hygiene. */
import type { CrmHygiene } from "../document";
import { type ConditionFacts, evaluateCondition, type Holding } from "../language/condition";
import type { CompiledPolicy, CompiledRule } from "../policy";
import type { DecisionBasis } from "../report";
import type { Mode, TriggerState } from "../vocabulary";

/** Facts from which a situation is made. `states` by short id (`T4`); a trigger left out is UNKNOWN. */
export interface SituationFacts {
  readonly states: Readonly<Record<string, TriggerState>>;
  readonly mode: Mode;
  readonly crmHygiene?: CrmHygiene | null;
}

/** Made once by `situationOf`, then used for any number of requests. */
export interface Situation {
  readonly basis: DecisionBasis;
  readonly mode: Mode;
  /** Both kinds of hygiene are enforced and said to be (RUNTIME-A9-3). */
  readonly crmHygieneEnforced: boolean;
  /**
   * A critical trigger is FAIL or UNKNOWN, or the mode is DEFENSIVE, which is a critical FAIL at every
   * gate (contract A7, A10(2)).
   */
  readonly criticalFail: boolean;
  readonly facts: ConditionFacts;
  /** Rules already evaluated in this situation, by name. */
  readonly holdings: Map<string, Holding>;
}

export function situationOf(policy: CompiledPolicy, facts: SituationFacts): Situation {
  const states = new Map<string, TriggerState>();
  for (const { shortId } of policy.triggers) {
    states.set(
      shortId,
      Object.hasOwn(facts.states, shortId) ? (facts.states[shortId] ?? "UNKNOWN") : "UNKNOWN",
    );
  }
  const stateOf = (shortId: string): TriggerState => states.get(shortId) ?? "UNKNOWN";
  const defensive = facts.mode === "DEFENSIVE";
  const hygiene = facts.crmHygiene;
  return {
    basis: basisOf(policy, stateOf),
    mode: facts.mode,
    crmHygieneEnforced:
      hygiene?.stage_definitions_enforced === true && hygiene.required_fields_enforced === true,
    criticalFail: defensive || policy.criticalTriggers.some((id) => isFailOrUnknown(stateOf(id))),
    facts: { stateOf, critical: policy.criticalTriggers, defensive },
    holdings: new Map(),
  };
}

export function isFailOrUnknown(state: TriggerState): boolean {
  return state === "FAIL" || state === "UNKNOWN";
}

/** Whether a compiled rule holds here. `blocked_if` reads UNKNOWN as FAIL, `allowed_if` as nothing. */
export function holdingOf(situation: Situation, rule: CompiledRule, kind: "allowed" | "blocked"): Holding {
  const known = situation.holdings.get(rule.rule);
  if (known !== undefined) return known;
  const holding = evaluateCondition(rule.condition, situation.facts, kind === "blocked" ? "FAIL" : "nothing");
  situation.holdings.set(rule.rule, holding);
  return holding;
}

function basisOf(policy: CompiledPolicy, stateOf: (shortId: string) => TriggerState): DecisionBasis {
  const pick = (critical: boolean) =>
    Object.fromEntries(
      policy.triggers
        .filter((trigger) => trigger.critical === critical)
        .map(({ shortId }) => [shortId, stateOf(shortId)]),
    );
  return { critical_triggers: pick(true), noncritical_triggers: pick(false) };
}
