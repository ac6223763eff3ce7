/**
 * Why an answer is as it is: the fewest triggers, or the mode, that settle it. While those stay as they
 * are the answer stays, whatever else changes; so only they need to be tried when looking for a way out.
 */
import type { GateRequest } from "../document";
import { decideRequest } from "../gates/decide-request";
import { holdingOf, isFailOrUnknown, type Situation } from "../gates/situation";
import { type Condition, evaluateCondition } from "../language/condition";
import type { CompiledPolicy, CompiledRule } from "../policy";
import type { GateDecision } from "../report";
import { kindOf, ruleNamed } from "./behaviour";

/** A trigger, the mode, or CRM hygiene. */
export type Pillar = { readonly trigger: string } | "mode" | "crm_hygiene";

export interface Standing {
  readonly decision: GateDecision;
  /** What of the situation keeps the decision as it is, while states only get better. */
  readonly pillars: readonly Pillar[];
}

/** Decides, and says on what of the situation the decision rests. */
export function standingOf(policy: CompiledPolicy, situation: Situation, request: GateRequest): Standing {
  const recorder = new Recorder(policy, situation);
  return { decision: decideRequest(policy, recorder, request), pillars: recorder.pillars };
}

/** A situation that notes what settles each thing a gate asks of it. */
class Recorder implements Situation {
  readonly basis: Situation["basis"];
  readonly mode: Situation["mode"];
  readonly facts: Situation["facts"];
  readonly holdings: Situation["holdings"];
  readonly pillars: Pillar[] = [];
  private readonly policy: CompiledPolicy;
  private readonly situation: Situation;

  constructor(policy: CompiledPolicy, situation: Situation) {
    this.policy = policy;
    this.situation = situation;
    this.basis = situation.basis;
    this.mode = situation.mode;
    this.facts = {
      ...situation.facts,
      stateOf: (trigger) => {
        this.pillars.push({ trigger });
        return situation.facts.stateOf(trigger);
      },
    };
    this.holdings = new NotedHoldings(situation, (name) => this.noteRule(name));
  }

  get crmHygieneEnforced(): boolean {
    this.pillars.push("crm_hygiene");
    return this.situation.crmHygieneEnforced;
  }

  /** A failing trigger holds it up alone; that none fails no better state will change. */
  get criticalFail(): boolean {
    const { facts, criticalFail } = this.situation;
    if (!criticalFail) return false;
    const failing = this.policy.criticalTriggers.find((trigger) => isFailOrUnknown(facts.stateOf(trigger)));
    this.pillars.push(facts.defensive || failing === undefined ? "mode" : { trigger: failing });
    return true;
  }

  private noteRule(name: string): CompiledRule | null {
    const rule = ruleNamed(this.policy, name);
    if (rule !== null) this.pillars.push(...pillarsOf(rule.condition, this.situation, kindOf(rule)));
    return rule;
  }
}

/** Answers for the situation's own rules, each time with a note. */
class NotedHoldings extends Map<string, ReturnType<typeof holdingOf>> {
  private readonly situation: Situation;
  private readonly note: (name: string) => CompiledRule | null;
  constructor(situation: Situation, note: (name: string) => CompiledRule | null) {
    super();
    this.situation = situation;
    this.note = note;
  }
  override get(name: string) {
    const rule = this.note(name);
    return rule === null ? undefined : holdingOf(this.situation, rule, kindOf(rule));
  }
}

/** What settles a condition: one part where one is enough, else every part. */
export function pillarsOf(
  condition: Condition,
  situation: Situation,
  kind: "allowed" | "blocked",
): readonly Pillar[] {
  const holds = (part: Condition): boolean =>
    evaluateCondition(part, situation.facts, kind === "blocked" ? "FAIL" : "nothing").holds;
  const of = (part: Condition): readonly Pillar[] => pillarsOf(part, situation, kind);
  switch (condition.kind) {
    case "and":
    case "or": {
      const every = condition.kind === "and";
      const settling = condition.parts.find((part) => holds(part) !== every);
      return settling === undefined ? condition.parts.flatMap(of) : of(settling);
    }
    case "every_trigger":
    case "any_trigger":
      return pillarsAmong(condition.triggers, condition.kind === "every_trigger", condition.states, holds);
    case "every_critical":
    case "any_critical": {
      const every = condition.kind === "every_critical";
      // DEFENSIVE is a critical FAIL at every gate (contract A7).
      const { critical, defensive } = situation.facts;
      if (defensive && condition.states.includes("FAIL") !== every) return ["mode"];
      return pillarsAmong(critical, every, condition.states, holds);
    }
  }
}

function pillarsAmong(
  triggers: readonly string[],
  every: boolean,
  states: (Condition & { kind: "every_trigger" })["states"],
  holds: (part: Condition) => boolean,
): readonly Pillar[] {
  const settling = triggers.find(
    (trigger) => holds({ kind: "every_trigger", triggers: [trigger], states }) !== every,
  );
  return (settling === undefined ? triggers : [settling]).map((trigger) => ({ trigger }));
}
