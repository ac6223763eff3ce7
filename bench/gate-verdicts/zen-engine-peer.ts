import { type ZenDecision, ZenDecisionContent, ZenEngine } from "@gorules/zen-engine";
import type { Facts } from "./facts";
import { expressionOf, type Notation, type Peer, verdictOf } from "./peer";
import { GATES, type Rule, rulesOf } from "./policy";

const NOTATION: Notation = { fact: (name) => name, and: "and", or: "or", not: "not " };

/** One compiled decision a gate with a single expression node, its fastest form here: a table took several times longer. */
export function zenEngine(): Peer {
  const engine = new ZenEngine();
  const decisions = new Map<string, ZenDecision>(
    GATES.map((gate) => [gate, engine.createDecision(new ZenDecisionContent(graphOf(rulesOf(gate))))]),
  );
  return {
    name: "@gorules/zen-engine",
    form: "one compiled graph a gate, an expression a rule",
    async decide(facts: Facts) {
      const decision = decisions.get(String(facts.gate));
      if (!decision) throw new Error(`No decision for gate ${facts.gate}`);
      const { result } = await decision.evaluate(facts);
      return verdictOf((result as { effects: string[] }).effects.filter((effect) => effect !== ""));
    },
  };
}

function graphOf(list: readonly Rule[]): object {
  const effects = list.map(({ effect, when }) => `${expressionOf(when, NOTATION)} ? "${effect}" : ""`);
  return {
    nodes: [
      { id: "in", type: "inputNode", name: "request", position: { x: 0, y: 0 } },
      {
        id: "rules",
        type: "expressionNode",
        name: "gate",
        position: { x: 1, y: 0 },
        content: { expressions: [{ id: "effects", key: "effects", value: `[${effects.join(", ")}]` }] },
      },
      { id: "out", type: "outputNode", name: "verdict", position: { x: 2, y: 0 } },
    ],
    edges: [
      { id: "a", type: "edge", sourceId: "in", targetId: "rules" },
      { id: "b", type: "edge", sourceId: "rules", targetId: "out" },
    ],
  };
}
