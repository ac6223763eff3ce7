import { generateSecret, generateURI, verifySync } from "otplib";

const ISSUER = "Revenue OS";
const PERIOD_SECONDS = 30;
const DIGITS = 6;
const IS_CODE = /^\d{6}$/;

/** 160 random bits, as RFC 4226 advises, in the base32 that authenticator apps read. */
export function newSecret(): string {
  return generateSecret({ length: 20 });
}

/** What an authenticator app takes: scanned, opened on the phone itself, or typed from the secret. */
export function setupLink(secret: string, email: string): string {
  return generateURI({ issuer: ISSUER, label: email, secret, digits: DIGITS, period: PERIOD_SECONDS });
}

/** "483 920" is what apps show. */
export function isOneTimeCode(given: string): boolean {
  return IS_CODE.test(withoutSpace(given));
}

const withoutSpace = (given: string) => given.replaceAll(/\s/g, "");

/**
 * The time step to which a code belongs: this one, or the one before or after for a clock that is off by less than
 * half a minute. Null when it is wrong, or of a step that is not after the last one used.
 */
export function stepOfCode(secret: string, given: string, at: Date, lastStep: number | null): number | null {
  if (!isOneTimeCode(given)) return null;
  const result = verifySync({
    secret,
    token: withoutSpace(given),
    epoch: Math.floor(at.getTime() / 1000),
    epochTolerance: PERIOD_SECONDS,
    period: PERIOD_SECONDS,
    digits: DIGITS,
  });
  if (!result.valid || !("timeStep" in result)) return null;
  // Compared here: the library throws where the server's clock has been set back behind the last step.
  return lastStep !== null && result.timeStep <= lastStep ? null : result.timeStep;
}
