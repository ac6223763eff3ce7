import { type Enforcer, newEnforcer, newModelFromString } from "casbin";
import type { Facts } from "./facts";
import { expressionOf, type Notation, type Peer } from "./peer";
import { GATES, type Rule, rulesOf } from "./policy";

const NOTATION: Notation = { fact: (name) => `r.request.${name}`, and: "&&", or: "||", not: "!" };

/**
 * One prepared enforcer a gate, whose matcher is the allow rules themselves: it is compiled once and asked
 * synchronously. Casbin names the policy line that allowed, not the conditions that denied: a verdict alone.
 */
export async function casbin(): Promise<Peer> {
  const enforcers = new Map<string, Enforcer>();
  for (const gate of GATES) enforcers.set(gate, await enforcerOf(rulesOf(gate)));
  return {
    name: "casbin",
    form: "one prepared enforcer a gate, verdict only",
    decide(facts: Facts) {
      const enforcer = enforcers.get(String(facts.gate));
      if (!enforcer) throw new Error(`No enforcer for gate ${facts.gate}`);
      return { allowed: enforcer.enforceSync(facts), codes: null };
    },
  };
}

async function enforcerOf(list: readonly Rule[]): Promise<Enforcer> {
  const allows = list
    .filter(({ effect }) => effect === "ALLOW")
    .map(({ when }) => expressionOf(when, NOTATION));
  const model = newModelFromString(`
[request_definition]
r = request
[policy_definition]
p = gate
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = ${allows.join(" || ")}
`);
  return newEnforcer(model);
}
