/** What becomes of a row: it is new, says what is there, puts another figure in its place, or is not to be written. */
export const FATES = ["NEW", "SAME", "RESTATES", "DUPLICATE", "FAULT"] as const;
export type Fate = (typeof FATES)[number];
