import { Engine, type NestedCondition, type TopLevelCondition } from "json-rules-engine";
import type { Facts } from "./facts";
import { type Peer, verdictOf } from "./peer";
import { type Condition, GATES, rulesOf } from "./policy";

/** One prepared engine a gate, so that no rule of another gate is looked at; facts are constants of the run. */
export function jsonRulesEngine(): Peer {
  const engines = new Map(GATES.map((gate) => [gate as string, engineOf(gate)]));
  return {
    name: "json-rules-engine",
    form: "one prepared engine a gate, event a rule",
    async decide(facts: Facts) {
      const engine = engines.get(String(facts.gate));
      if (!engine) throw new Error(`No engine for gate ${facts.gate}`);
      const { events } = await engine.run(facts);
      return verdictOf(events.map(({ type }) => type));
    },
  };
}

function engineOf(gate: (typeof GATES)[number]): Engine {
  const engine = new Engine();
  for (const { name, effect, when } of rulesOf(gate)) {
    engine.addRule({ name, conditions: conditionsOf(when) as TopLevelCondition, event: { type: effect } });
  }
  return engine;
}

/** The first condition of a rule settles most of them: with a priority of its own it is looked at before the rest. */
function conditionsOf(condition: Condition): NestedCondition {
  if ("all" in condition) {
    const [first, ...rest] = condition.all.map(conditionsOf);
    return { all: first === undefined ? [] : [{ ...first, priority: 2 }, ...rest] };
  }
  if ("any" in condition) return { any: condition.any.map(conditionsOf) };
  if ("not" in condition) return negated(condition.not);
  const { fact } = condition;
  if ("is" in condition) return { fact, operator: "equal", value: condition.is };
  if ("among" in condition) return { fact, operator: "in", value: condition.among };
  if ("atMost" in condition) return { fact, operator: "lessThanInclusive", value: condition.atMost };
  return { fact, operator: "greaterThan", value: condition.over };
}

/** An operator of its own is cheaper than a negated condition. */
function negated(condition: Condition): NestedCondition {
  if ("is" in condition) return { fact: condition.fact, operator: "notEqual", value: condition.is };
  if ("among" in condition) return { fact: condition.fact, operator: "notIn", value: condition.among };
  if ("any" in condition) return { all: condition.any.map(negated) };
  if ("all" in condition) return { any: condition.all.map(negated) };
  return { not: conditionsOf(condition) };
}
