/** What the kernel read of a rule, said in words: for whoever writes one, and wants to see that it was understood. */
import { formatCount, formatMoney, formatNumber } from "@/components/ui/format";
import type {
  Bound,
  CompiledEscalation,
  Condition,
  FormulaInput,
  Statement,
  Unit,
} from "@/kernel/enforcement";

/** A figure of a rule with every digit that decides. */
function figure(value: number, unit: Unit): string {
  if (unit === "USD") return formatMoney(value);
  const number = formatNumber(value, 6);
  if (unit === "percent") return `${number}%`;
  return unit === "x" ? `${number}×` : `${number} ${value === 1 ? "month" : "months"}`;
}

const LOWER = [">=", ">"];

function boundInWords({ comparator, value }: Bound, unit: Unit): string {
  const said = figure(value, unit);
  switch (comparator) {
    case ">=":
      return `${said} or more`;
    case ">":
      return `over ${said}`;
    case "<=":
      return `${said} or less`;
    default:
      return `below ${said}`;
  }
}

/** “from 12 months up to, but not, 15 months; aims at 15 to 24 months”. */
export function statementInWords({ bounds, targetBand }: Statement, unit: Unit): string {
  const lower = bounds.find(({ comparator }) => LOWER.includes(comparator));
  const upper = bounds.find(({ comparator }) => !LOWER.includes(comparator));
  const words =
    bounds.length === 2 && lower && upper
      ? between(lower, upper, unit)
      : bounds.map((bound) => boundInWords(bound, unit)).join(", and ");
  if (targetBand === null) return words;
  return `${words}; aims at ${figure(targetBand.low.value, unit)} to ${figure(targetBand.high.value, unit)}`;
}

function between(lower: Bound, upper: Bound, unit: Unit): string {
  const from = `${lower.comparator === ">" ? "over" : "from"} ${figure(lower.value, unit)}`;
  const to = figure(upper.value, unit);
  return upper.comparator === "<" ? `${from} up to, but not, ${to}` : `${from} up to ${to}`;
}

/** “T7 is PASS, and T1 or T2 is PASS or WATCH”. */
export function conditionInWords(condition: Condition): string {
  switch (condition.kind) {
    case "and":
    case "or":
      return condition.parts
        .map((part) => ("parts" in part ? `(${conditionInWords(part)})` : conditionInWords(part)))
        .join(condition.kind === "and" ? ", and " : ", or ");
    case "every_critical":
      return `every critical trigger is ${either(condition.states)}`;
    case "any_critical":
      return `at least one critical trigger is ${either(condition.states)}`;
    default: {
      const joint = condition.kind === "any_trigger" ? " or " : " and ";
      const verb = condition.kind === "every_trigger" && condition.triggers.length > 1 ? "are" : "is";
      return `${condition.triggers.join(joint)} ${verb} ${either(condition.states)}`;
    }
  }
}

const either = (words: readonly string[]): string => words.join(" or ");

export function escalationInWords({ condition, triggers }: CompiledEscalation): string {
  const cycles = `${condition.cadence === "weekly" ? "weekly" : "monthly"} cycle`;
  return `${either(triggers)} is FAIL in ${formatCount(condition.consecutive, cycles)} in a row`;
}

const KIND: Readonly<Record<FormulaInput["kind"], string>> = {
  monthly: "monthly series",
  weekly: "weekly series",
  amount: "one figure",
  target: "plan by month",
};
const UNIT_WORD: Readonly<Record<Unit, string>> = {
  USD: "USD",
  percent: "percent",
  x: "plain number",
  months: "months",
};

/** “NetBurn_3mo_avg: one figure, USD”: what somebody must supply, and as what. */
export const inputInWords = ({ name, kind, unit }: FormulaInput): string =>
  `${name}: ${KIND[kind]}, ${UNIT_WORD[unit]}`;

export const unitInWords = (unit: Unit): string => UNIT_WORD[unit];
