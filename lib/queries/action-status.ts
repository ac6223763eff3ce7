/** What an action of the Revenue OS kernel may be: the database's check constraint lists the same. */
export const ACTION_STATUSES = [
  "pending",
  "awaiting_signoff",
  "executing",
  "completed",
  "failed",
  "aborted",
  "reverted",
] as const;
export type ActionStatus = (typeof ACTION_STATUSES)[number];
