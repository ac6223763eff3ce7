import { randomInt } from "node:crypto";

// Letters and digits that are not mistaken for one another when read aloud or written down.
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const GROUPS = 4;
const GROUP_LENGTH = 5;
const DAYS_VALID = 7;

/** About 99 random bits in four groups, to be handed over once; lapses after a week. */
export function initialPassword(at: Date): { password: string; expiresAt: Date } {
  const group = () => Array.from({ length: GROUP_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  return {
    password: Array.from({ length: GROUPS }, group).join("-"),
    expiresAt: new Date(at.getTime() + DAYS_VALID * 86_400_000),
  };
}
