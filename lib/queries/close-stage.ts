/** Where a month stands on its way to a certified close. */
export const CLOSE_STAGES = [
  "RUNNING",
  "DUE",
  "OVERDUE",
  "CLOSED",
  "REOPENED",
  "CERTIFIED",
  "COMMENTARY_OUTSTANDING",
] as const;
export type CloseStage = (typeof CLOSE_STAGES)[number];

type Standing = {
  isOver: boolean;
  isOverdue: boolean;
  /** The newest closed version; null before the first. */
  closed: { isCertified: boolean } | null;
  reopenings: number;
  outstanding: number;
};

/** A month counts as done once it is certified and every change of state has its commentary. */
export function closeStage({ isOver, isOverdue, closed, reopenings, outstanding }: Standing): CloseStage {
  if (!isOver) return "RUNNING";
  if (closed === null) return isOverdue ? "OVERDUE" : "DUE";
  if (!closed.isCertified) return reopenings > 0 ? "REOPENED" : "CLOSED";
  return outstanding > 0 ? "COMMENTARY_OUTSTANDING" : "CERTIFIED";
}
