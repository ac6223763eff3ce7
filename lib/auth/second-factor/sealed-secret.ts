import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { env } from "../../env";

const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Names what the key is for, so that nothing else that is derived from the same secret is the same key. */
const PURPOSE = "revenue-os/second-factor/1";

/**
 * A secret of one-time codes has to be readable again, so it is encrypted and not hashed. The key is derived from
 * NEXTAUTH_SECRET, which is not in the database: a copy of the database alone makes no codes. The person's id is
 * authenticated with it, so that a row copied to somebody else opens nothing.
 */
export function sealSecret(secret: string, userId: string, master: string = env().NEXTAUTH_SECRET): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(master), iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(userId));
  const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return ["1", ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString("base64url"))].join(".");
}

/** Null when it was sealed for somebody else, with another NEXTAUTH_SECRET, or has been altered. */
export function openSecret(
  stored: string,
  userId: string,
  master: string = env().NEXTAUTH_SECRET,
): string | null {
  const [version, ...parts] = stored.split(".");
  const [iv, tag, sealed] = parts.map((part) => Buffer.from(part, "base64url"));
  if (version !== "1" || !iv || !tag || !sealed || iv.length !== IV_BYTES || tag.length !== TAG_BYTES)
    return null;
  const decipher = createDecipheriv(CIPHER, keyOf(master), iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(userId));
  decipher.setAuthTag(tag);
  const opened = decipher.update(sealed);
  try {
    return Buffer.concat([opened, decipher.final()]).toString("utf8");
  } catch {
    // The cipher's way of saying that the tag does not fit; there is nothing else that final() can fail of.
    return null;
  }
}

function keyOf(master: string): Buffer {
  return Buffer.from(hkdfSync("sha256", master, "", PURPOSE, KEY_BYTES));
}
