import { randomInt } from "node:crypto";
import { hashPassword, passwordMatches } from "../password";

// Letters and digits that are not mistaken for one another on paper.
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const GROUP_LENGTH = 5;
const GROUPS = 3;
const RECOVERY_CODES = 10;
const IS_CODE = new RegExp(`^[${LETTERS}]{${GROUP_LENGTH}}(-[${LETTERS}]{${GROUP_LENGTH}}){${GROUPS - 1}}$`);

export type NewRecoveryCode = { code: string; selector: string; codeHash: string };

/**
 * Ten codes of three groups. The first group only finds the hash; the other two, 49 random bits, are what is hashed,
 * so that a try costs one hash and not ten.
 */
export async function newRecoveryCodes(): Promise<NewRecoveryCode[]> {
  const selectors = new Set<string>();
  while (selectors.size < RECOVERY_CODES) selectors.add(group());
  const codes: NewRecoveryCode[] = [];
  for (const selector of selectors) {
    const rest = Array.from({ length: GROUPS - 1 }, group).join("-");
    codes.push({ code: `${selector}-${rest}`, selector, codeHash: await hashPassword(rest) });
  }
  return codes;
}

const group = () => Array.from({ length: GROUP_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join("");

/** The parts of what was typed, or null when it is no recovery code. */
export function readRecoveryCode(given: string): { selector: string; rest: string } | null {
  const code = given.trim().toLowerCase();
  if (!IS_CODE.test(code)) return null;
  return { selector: code.slice(0, GROUP_LENGTH), rest: code.slice(GROUP_LENGTH + 1) };
}

/** Without a hash the same work is done and the answer is no. */
export function recoveryCodeMatches(codeHash: string | null, rest: string): Promise<boolean> {
  return passwordMatches(codeHash, rest);
}
