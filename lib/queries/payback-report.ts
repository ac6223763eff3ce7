import type { PaybackVerdict } from "./payback-verdict";

/** Of fewer than this, nothing is said: a figure about three requests is gossip about three people. */
export const LEAST_TO_SAY = 5;

/** One request that was put to a gate, with what became of it. */
export type PaybackSubject = {
  gateId: string;
  requester: string;
  /** Every reason code that it met on its way. */
  codes: readonly string[];
  isApproved: boolean;
  /** The gate said no to it, and that is where it stands or where its requester left it. */
  isBlocked: boolean;
  /** Approved by an exception to the gate's ordinary rule. */
  isOverridden: boolean;
  verdict: PaybackVerdict | null;
};

export type PaybackCounts = {
  approved: number;
  blocked: number;
  overridden: number;
  paidBack: number;
  missed: number;
  tooEarly: number;
  cannot: number;
};

export type PaybackGroup = {
  key: string;
  asked: number;
  /** Null where there are too few to say anything. */
  counts: PaybackCounts | null;
  /** Of those that paid back or missed, the share that paid back, percent; null where there are too few of them. */
  paidBackPct: number | null;
};

export type PaybackReport = {
  byGate: PaybackGroup[];
  byCode: PaybackGroup[];
  byRequester: PaybackGroup[];
};

/** In the order of names, never of results. */
export function paybackReport(subjects: readonly PaybackSubject[]): PaybackReport {
  return {
    byGate: grouped(subjects, ({ gateId }) => [gateId]),
    byCode: grouped(subjects, ({ codes }) => [...new Set(codes)]),
    byRequester: grouped(subjects, ({ requester }) => [requester]),
  };
}

function grouped(
  subjects: readonly PaybackSubject[],
  keysOf: (subject: PaybackSubject) => readonly string[],
): PaybackGroup[] {
  const groups = new Map<string, PaybackSubject[]>();
  for (const subject of subjects) {
    for (const key of keysOf(subject)) groups.set(key, [...(groups.get(key) ?? []), subject]);
  }
  return [...groups]
    .map(([key, members]) => groupOf(key, members))
    .sort((one, other) => one.key.localeCompare(other.key));
}

function groupOf(key: string, members: readonly PaybackSubject[]): PaybackGroup {
  if (members.length < LEAST_TO_SAY) return { key, asked: members.length, counts: null, paidBackPct: null };
  const count = (is: (subject: PaybackSubject) => boolean) => members.filter(is).length;
  const counts: PaybackCounts = {
    approved: count(({ isApproved }) => isApproved),
    blocked: count(({ isBlocked }) => isBlocked),
    overridden: count(({ isOverridden }) => isOverridden),
    paidBack: count(({ verdict }) => verdict === "PAID_BACK"),
    missed: count(({ verdict }) => verdict === "MISSED"),
    tooEarly: count(({ verdict }) => verdict === "TOO_EARLY"),
    cannot: count(({ verdict }) => verdict === "CANNOT_BE_MEASURED"),
  };
  const told = counts.paidBack + counts.missed;
  return {
    key,
    asked: members.length,
    counts,
    paidBackPct: told < LEAST_TO_SAY ? null : (100 * counts.paidBack) / told,
  };
}
