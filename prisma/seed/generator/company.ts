import { addDays, addMonths, isoDate, monthIndexOf } from "../../../lib/queries/cycle-calendar";

import type { Habits } from "./follow-up";

/**
 * What happened in one month of an invented company, before it is broken down into customers, postings and
 * days. USD. Nothing here is a trigger value or a state: those come out of the data when the kernel runs.
 */
export interface MonthStory {
  newArr: number;
  /** Monthly shares of the ARR at the month's start, percent. */
  expansionPct: number;
  contractionPct: number;
  churnPct: number;
  /** Share of revenue left after COGS, percent. */
  grossMarginPct: number;
  ebitda: number;
  /** Operating cash flow less capex. */
  freeCashFlow: number;
  capex: number;
  /** Spend on winning new customers: media, sales pay and commission. */
  acquisition: number;
  /** The part of it that is paid media. */
  media: number;
  leads: number;
}

export interface CompanyStory {
  tenantId: string;
  name: string;
  slug: string;
  emailDomain: string;
  openingArr: number;
  openingCash: number;
  openingCustomers: number;
  /** ARR of a typical new customer. */
  contractValue: number;
  /** A month by its index of the plan; 0 is the plan's first month, −12 the first of the comparatives. */
  month(index: number): MonthStory;
  bookingsTarget(quarterFirstIndex: number): number;
  /** Qualified pipeline raised for a quarter, as a multiple of its bookings target. */
  pipelineRaised(quarterFirstIndex: number): number;
  fcfTarget(index: number): number;
  ebitdaTarget(index: number): number;
  /** Index of the quarter's month in which a qualified deal stood in the CRM without an owner. */
  ownerlessDealClosesIn: number | null;
  salesOwners: readonly string[];
  habits: Habits;
}

/** The first month with comparatives only: ARR bridge and ledger, from before the company's data was connected. */
export const FIRST_COMPARATIVE = -12;
/** The first of the eighteen months held in full detail. */
export const FIRST_DETAIL = -6;
/** The last complete month before the anchor. */
export const LAST_COMPLETE = 11;

export interface SeedCalendar {
  /** The moment up to which the demonstration has lived. */
  anchor: Date;
  /** The last day with data. */
  lastDay: string;
  planStart: string;
  monthKey(index: number): string;
  firstDay(index: number): string;
  endDay(index: number): string;
  indexOf(day: string): number;
}

/** Counts back from the anchor: the plan began eleven months before the last complete month. */
export function seedCalendar(anchor: Date): SeedCalendar {
  const today = isoDate(anchor);
  const planMonth = addMonths(today.slice(0, 7), -1 - LAST_COMPLETE);
  const monthKey = (index: number) => addMonths(planMonth, index);
  return {
    anchor,
    lastDay: addDays(today, -1),
    planStart: `${planMonth}-01`,
    monthKey,
    firstDay: (index) => `${monthKey(index)}-01`,
    endDay: (index) => addDays(`${monthKey(index + 1)}-01`, -1),
    indexOf: (day) => monthIndexOf(planMonth, day.slice(0, 7)),
  };
}

export const daysInMonth = (calendar: SeedCalendar, index: number): number =>
  Number(calendar.endDay(index).slice(8));

/** A day of a month, counted from 1 and held inside the month. */
export const dayOfMonth = (calendar: SeedCalendar, index: number, day: number): string =>
  addDays(calendar.firstDay(index), Math.min(day, daysInMonth(calendar, index)) - 1);

/** A moment of a day from the middle of the working hours on, in UTC. */
export const momentOf = (day: string, hour: number, minute = 0): string =>
  `${day}T${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}:00.000Z`;

export const cents = (usd: number): number => Math.round(usd * 100);
export const usd = (amountCents: number): string => (amountCents / 100).toFixed(2);
