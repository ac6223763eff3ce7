import type { PackEfficiency } from "./content";
import { difference, type FigureUnit, figure, list, range } from "./figure-text";
import { periodName } from "./period";

type Facts = Omit<PackEfficiency, "sentence">;

/** The four figures of the efficiency story, in the order in which a board asks for them. */
export const EFFICIENCY = [
  { id: "rule_of_40", name: "Rule of 40", trigger: "T3", criterion: "Ro40", better: 1 },
  { id: "cac_payback", name: "CAC payback", trigger: "T7", criterion: null, better: -1 },
  { id: "nrr", name: "Net revenue retention", trigger: "T5", criterion: "NRR", better: 1 },
  { id: "gross_margin", name: "Gross margin", trigger: "T8", criterion: "GrossMargin", better: 1 },
] as const satisfies readonly {
  id: PackEfficiency["id"];
  name: string;
  trigger: string;
  criterion: string | null;
  better: 1 | -1;
}[];

const betterOf = (id: PackEfficiency["id"]): number => EFFICIENCY.find((each) => each.id === id)?.better ?? 1;

/** What one shows as unchanged is unchanged: figures are compared in the digits in which they are written. */
function changeOf({ id, value, before, unit }: Facts): "better" | "worse" | "unchanged" | "unknown" {
  if (value === null || before === null) return "unknown";
  if (figure(value, unit) === figure(before.value, unit)) return "unchanged";
  return value > before.value === (betterOf(id) === 1) ? "better" : "worse";
}

/** One sentence by rule: where it stands, what moved since the close before, and against the contract's range. */
export function efficiencySentence(facts: Facts): string {
  const { name, value, unit, state, parts } = facts;
  if (value === null) return `${name} has no figure: its inputs were missing at the close.`;
  const made =
    parts.length > 0
      ? `, made of ${list(parts.map((part) => `${part.name} ${figure(part.value, part.unit)}`))}`
      : "";
  return `${name} is ${figure(value, unit)} (${state})${made}; ${movement(facts, value)}${place(facts, value)}.`;
}

function movement(facts: Facts, value: number): string {
  const { before, unit } = facts;
  const change = changeOf(facts);
  if (before === null || change === "unknown") return "there is no earlier close to compare it with";
  const when = periodName(before.cycleKey);
  if (change === "unchanged") return `as in ${when}`;
  const way = value > before.value ? "up" : "down";
  return `${way} ${difference(before.value, value, unit)} from ${figure(before.value, unit)} in ${when}, which is ${change}`;
}

function place({ range: aimedAt, unit }: Facts, value: number): string {
  if (aimedAt === null) return "";
  const [low, high] = aimedAt;
  const where = value < low ? "below" : value > high ? "above" : "inside";
  return `, ${where} the contract's range of ${range(aimedAt, unit as FigureUnit)}`;
}

/** All four in one sentence, for the memo. */
export function efficiencySummary(figures: readonly PackEfficiency[]): string {
  const passing = figures.filter(({ state }) => state === "PASS").length;
  const by = (word: "better" | "worse") =>
    figures.filter((each) => changeOf(each) === word).map(({ name }) => name);
  const [better, worse] = [by("better"), by("worse")];
  const moved = [
    ...(better.length > 0 ? [`${list(better)} ${better.length === 1 ? "is" : "are"} better`] : []),
    ...(worse.length > 0 ? [`${list(worse)} ${worse.length === 1 ? "is" : "are"} worse`] : []),
  ];
  const since = figures.find(({ before }) => before !== null)?.before;
  const change =
    moved.length > 0 && since ? `; against ${periodName(since.cycleKey)}, ${moved.join(" and ")}` : "";
  const pass = passing === 0 ? "none passes" : `${passing} pass${passing === 1 ? "es" : ""}`;
  return `Of the four efficiency figures ${pass}${change}.`;
}
