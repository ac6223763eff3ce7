/** Rules in one spelling, whatever spelling they were read from: what is compared, and what a reviewer reads. */
import type { Condition } from "../language/condition";
import type { Statement } from "../language/threshold";
import type { Unit } from "../vocabulary";

export const UNIT_TEXT: Readonly<Record<Unit, string>> = {
  USD: " USD",
  percent: "%",
  x: "x",
  months: " months",
};

/** A statement in one spelling: lower bounds first, and no digit that says nothing. */
export function statementText({ bounds }: Statement, unit: Unit): string {
  return bounds
    .toSorted((a, b) => Number(a.comparator.startsWith("<")) - Number(b.comparator.startsWith("<")))
    .map(({ comparator, decimal }) => `${comparator} ${shortest(decimal)}${UNIT_TEXT[unit]}`)
    .join(" and ");
}

/** A decimal without the digits that say nothing. */
export function shortest(decimal: string): string {
  const [, sign = "", whole = "", fraction = ""] = /^(-?)0*(\d+)(?:\.(\d*?)0*)?$/.exec(decimal) ?? [];
  return `${sign}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** A condition in one spelling, whatever spelling it was read from. */
export function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case "and":
    case "or":
      return condition.parts
        .map((part) => ("parts" in part ? `(${conditionText(part)})` : conditionText(part)))
        .join(` ${condition.kind} `);
    case "every_critical":
      return `every critical trigger ${condition.states.join("/")}`;
    case "any_critical":
      return `any critical trigger ${condition.states.join("/")}`;
    default: {
      const [only] = condition.triggers;
      const joint = condition.kind === "any_trigger" ? " or " : " and ";
      const names = condition.triggers.length === 1 ? only : `(${condition.triggers.join(joint)})`;
      return `${names} ${condition.states.join("/")}`;
    }
  }
}
