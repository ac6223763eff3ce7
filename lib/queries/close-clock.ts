import { addBusinessDays, businessDaysBetween } from "../../kernel/enforcement";
import type { ActivePolicy } from "../policy/active-policy";
import { isoDate } from "./cycle-calendar";

export type CloseMilestone = {
  /** Business days after the month's end. */
  day: number;
  date: string;
  words: string;
  state: "PAST" | "TODAY" | "AHEAD";
};

export type CloseClock = {
  periodEnd: string;
  isOver: boolean;
  /** Business days since the month's end; 0 on the days before the first. */
  today: number;
  milestones: CloseMilestone[];
  /** The first day of the agreed range: figures that are missing after it are late. */
  figuresDue: string;
  /** The last day on which the close can be delivered and certified as final (RUNTIME-A9-2). */
  deadline: string;
  isOverdue: boolean;
  /** Holidays that the clock leaves out, from the month's end to the deadline. */
  holidays: string[];
};

/** The days of a close in the company's business days, from the month's end to the last one of the SLA. */
export function closeClock(
  policy: ActivePolicy,
  periodEnd: string,
  companyHolidays: readonly Date[],
  at: Date,
): CloseClock {
  const holidays = companyHolidays.map(isoDate);
  const today = isoDate(at);
  const [first, last] = policy.compiled.closeTimelinessDays;
  const dateOf = (day: number) => addBusinessDays(periodEnd, day, holidays);
  const daysSince = businessDaysBetween(periodEnd, today, holidays);
  const [figuresDue, deadline] = [dateOf(Math.ceil(first)), dateOf(Math.floor(last))];
  const forum = monthlyForum(policy.artifacts);
  const planned: [number, string][] = [
    [Math.ceil(first), "Figures are due: what is missing after this day is late"],
    ...(forum ? ([[forum.day, forum.name]] as [number, string][]) : []),
    [Math.floor(last), "Last day on which the close can be certified as final"],
  ];
  return {
    periodEnd,
    isOver: periodEnd < today,
    today: daysSince,
    milestones: planned
      .sort(([one], [other]) => one - other)
      .map(([day, words]) => {
        const date = dateOf(day);
        return { day, date, words, state: date < today ? "PAST" : date === today ? "TODAY" : "AHEAD" };
      }),
    figuresDue,
    deadline,
    // The days off that follow the last one add no business day: until they are over the kernel takes the close.
    isOverdue: daysSince > last,
    holidays: holidays.filter((day) => day > periodEnd && day <= deadline).sort(),
  };
}

/** Business days by which something is late that was due on a day. */
export function businessDaysLate(due: string, at: Date, companyHolidays: readonly Date[]): number {
  return businessDaysBetween(due, isoDate(at), companyHolidays.map(isoDate));
}

const WITHIN = /within\s+(\d{1,2})\s+business\s+days?/i;

/** The monthly forum of the operating cadence and the business day by which it meets, as the outcome contract has it. */
function monthlyForum(artifacts: ActivePolicy["artifacts"]): { day: number; name: string } | null {
  const path = ["outcome_contract", "outcome_contract", "operating_cadence", "monthly"];
  const monthly = path.reduce<unknown>((value, key) => fieldOf(value, key), artifacts);
  const [timing, forum] = [fieldOf(monthly, "timing"), fieldOf(monthly, "forum")];
  const match = typeof timing === "string" ? WITHIN.exec(timing) : null;
  const day = Number(match?.[1] ?? 0);
  return day > 0 ? { day, name: typeof forum === "string" ? forum : "Monthly forum" } : null;
}

const fieldOf = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
