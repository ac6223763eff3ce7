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
  const basis = basisOf(policy, facts.states);
  const stateOf = (shortId: string): TriggerState =>
    ownState(basis.critical_triggers, shortId) ?? ownState(basis.noncritical_triggers, shortId) ?? "UNKNOWN";
  const defensive = facts.mode === "DEFENSIVE";
  const hygiene = facts.crmHygiene;
  return {
    basis,
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

/** The policy's triggers with their states; what the facts name beside them decides nothing. */
function basisOf(policy: CompiledPolicy, states: SituationFacts["states"]): DecisionBasis {
  const basis: DecisionBasis = { critical_triggers: {}, noncritical_triggers: {} };
  for (const { shortId, critical } of policy.triggers) {
    const side = critical ? basis.critical_triggers : basis.noncritical_triggers;
    const state = ownState(states, shortId) ?? "UNKNOWN";
    // Plain assignment of this one name would change the prototype instead of adding the name.
    if (shortId === "__proto__") Object.defineProperty(side, shortId, { value: state, enumerable: true });
    else side[shortId] = state;
  }
  return basis;
}

function ownState(states: SituationFacts["states"], shortId: string): TriggerState | undefined {
  return Object.hasOwn(states, shortId) ? states[shortId] : undefined;
}
