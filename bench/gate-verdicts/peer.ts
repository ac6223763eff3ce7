import type { Facts } from "./facts";
import type { Condition } from "./policy";

/** `codes` is null where an engine gives a verdict and cannot say which codes led to it. */
export interface Verdict {
  allowed: boolean;
  codes: string[] | null;
}
export interface Peer {
  name: string;
  form: string;
  decide(facts: Facts): Verdict | Promise<Verdict>;
}

export function verdictOf(effects: readonly string[]): Verdict {
  return {
    allowed: effects.includes("ALLOW"),
    codes: [...new Set(effects.filter((one) => one !== "ALLOW"))].sort(),
  };
}

/** How an expression language writes the parts of a condition. */
export interface Notation {
  fact(name: string): string;
  and: string;
  or: string;
  not: string;
}

/** A condition as an infix expression: zen's, casbin's and Cedar's languages differ only in their notation. */
export function expressionOf(condition: Condition, notation: Notation): string {
  const parts = (list: Condition[], glue: string) =>
    `(${list.map((one) => expressionOf(one, notation)).join(` ${glue} `)})`;
  if ("all" in condition) return parts(condition.all, notation.and);
  if ("any" in condition) return parts(condition.any, notation.or);
  if ("not" in condition) return `${notation.not}(${expressionOf(condition.not, notation)})`;
  const fact = notation.fact(condition.fact);
  if ("is" in condition)
    return typeof condition.is === "boolean" ? fact : `${fact} == ${JSON.stringify(condition.is)}`;
  if ("among" in condition) {
    return parts(
      condition.among.map((word) => ({ fact: condition.fact, is: word })),
      notation.or,
    );
  }
  return "atMost" in condition ? `${fact} <= ${condition.atMost}` : `${fact} > ${condition.over}`;
}
