import { DEMO_TENANT_IDS } from "../../../lib/auth/demo-accounts";
import type { CompanyStory, MonthStory } from "./company";

export const [TENANT_A, TENANT_B] = DEMO_TENANT_IDS;

/** What each month of a list holds, by index of the plan; before the list its first value, after it its last. */
const series =
  (from: number, values: readonly number[]) =>
  (index: number): number =>
    values[Math.min(values.length - 1, Math.max(0, index - from))] ?? 0;
/** A straight line through the plan's month 0, rounded to whole dollars. */
const line =
  (atZero: number, perMonth: number) =>
  (index: number): number =>
    Math.round(atZero + perMonth * index);

/** Acquisition cost that is earned back in so many months at the month's margin. */
const acquisitionFor = (newArr: number, grossMarginPct: number, paybackMonths: number): number =>
  Math.round((newArr / 12) * (grossMarginPct / 100) * paybackMonths);

// --- A: grows by a third, close to breakeven; a larger cloud bill has begun to eat its gross margin ----------
const marginA = series(7, [74, 71.8, 71.4, 71.2, 71.3]);
const ebitdaA = line(-75_000, 6_100);

function monthA(index: number): MonthStory {
  const newArr = Math.round(132_000 * 1.026 ** (index + 12));
  const grossMarginPct = marginA(index);
  return {
    newArr,
    expansionPct: 1.22,
    contractionPct: 0.12,
    churnPct: 0.42,
    grossMarginPct,
    ebitda: ebitdaA(index),
    // Annual prepayments make cash swing around earnings by some thousands with the seasons.
    freeCashFlow: ebitdaA(index) - 22_000 + Math.round(14_000 * Math.sin(index)),
    capex: 26_000 + 200 * index,
    acquisition: acquisitionFor(newArr, grossMarginPct, 12.4),
    media: Math.round(newArr * 0.24),
    leads: 230 + 4 * index,
  };
}

export const storyA: CompanyStory = {
  tenantId: TENANT_A,
  name: "Larkfield Software",
  slug: "larkfield",
  emailDomain: "larkfield.example",
  openingArr: 6_400_000,
  openingCash: 6_300_000,
  openingCustomers: 214,
  contractValue: 29_000,
  month: monthA,
  bookingsTarget: (index) => Math.round((132_000 * 1.026 ** (index + 13) * 3 * 1.04) / 5_000) * 5_000,
  pipelineRaised: () => 4.25,
  fcfTarget: line(-130_000, 10_834),
  ebitdaTarget: line(-100_000, 8_334),
  ownerlessDealClosesIn: null,
  salesOwners: ["Ines Takahashi", "Marlon Dube", "Petra Lindqvist", "Samir Haddad", "Bea Fonseca"],
  habits: {
    firstContactHours: 7,
    contacted: 0.9,
    booked: 0.62,
    noShow: 0.09,
    replied: 0.034,
    unattributed: 0.04,
    repeated: 0.02,
  },
};

// --- B: burns more than it planned, mends it for a while, then loses customers and burns again -----------------
const freeCashFlowB = series(
  -3,
  [
    -300_000, -310_000, -310_000, -300_000, -290_000, -270_000, -430_000, -420_000, -330_000, 60_000,
    -190_000, -300_000, -480_000, -520_000, -450_000, -430_000,
  ],
);
const ebitdaB = series(
  -1,
  [
    -245_000, -240_000, -235_000, -235_000, -290_000, -330_000, -260_000, -140_000, -200_000, -310_000,
    -380_000, -410_000, -380_000, -360_000,
  ],
);
const marginB = series(6, [73.5, 73, 72, 70.5, 70.2, 70.4]);
const churnB = series(7, [0.95, 3.2, 3.2, 2.6, 2.4]);
const newArrB = series(3, [88_000, 84_000, 80_000, 78_000, 74_000, 68_000, 60_000, 54_000, 50_000]);
const paybackB = series(5, [17.5, 18.5, 19, 20.5, 22, 24]);

function monthB(index: number): MonthStory {
  const newArr = newArrB(index);
  const grossMarginPct = marginB(index);
  return {
    newArr,
    expansionPct: 1.8,
    contractionPct: 0.2,
    churnPct: churnB(index),
    grossMarginPct,
    ebitda: ebitdaB(index),
    freeCashFlow: freeCashFlowB(index),
    capex: 38_000,
    acquisition: acquisitionFor(newArr, grossMarginPct, paybackB(index)),
    media: Math.round(newArr * 0.36),
    leads: 150 - 3 * Math.max(0, index),
  };
}

export const storyB: CompanyStory = {
  tenantId: TENANT_B,
  name: "Brackwater Systems",
  slug: "brackwater",
  emailDomain: "brackwater.example",
  openingArr: 7_900_000,
  openingCash: 11_000_000,
  openingCustomers: 236,
  contractValue: 26_000,
  month: monthB,
  bookingsTarget: () => 330_000,
  pipelineRaised: series(6, [3.3, 3, 2.7, 2.5, 2.4, 2.3]),
  fcfTarget: line(-300_000, 25_000),
  ebitdaTarget: line(-260_000, 21_667),
  ownerlessDealClosesIn: 4,
  salesOwners: ["Gunnar Achterberg", "Lucía Ferrándiz", "Tom Okwuosa", "Hanne Vik"],
  habits: {
    firstContactHours: 34,
    contacted: 0.64,
    booked: 0.41,
    noShow: 0.21,
    replied: 0.016,
    unattributed: 0.13,
    repeated: 0.07,
  },
};

export const STORIES = [storyA, storyB] as const;
