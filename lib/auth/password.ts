import { hash, type Options, verify } from "@node-rs/argon2";

// OWASP's floor for argon2id (the library's default algorithm): 19 MiB, two passes, one lane; about 50 ms.
const COST: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const MINIMUM_PASSWORD_LENGTH = 12;
/** Hashing takes time in proportion; a sign-in form is no place for a book. */
export const MAXIMUM_PASSWORD_LENGTH = 200;

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), COST);
}

// The hash of a random word that nobody knows: verifying against it costs what verifying a real one costs.
let decoy: Promise<string> | undefined;
function decoyHash(): Promise<string> {
  decoy ??= hashPassword(crypto.randomUUID());
  return decoy;
}

/**
 * Whether the password belongs to the hash. Without a hash (an unknown person, a throttled attempt) the same
 * work is done and the answer is no, so that neither the words nor the time tell whether somebody exists.
 */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  // A service that nobody may be has no hash; to whoever tries, it is nobody.
  const usable = stored?.startsWith("$argon2") ? stored : null;
  const matches = await verify(usable ?? (await decoyHash()), password.normalize("NFKC"));
  return matches && usable !== null;
}
