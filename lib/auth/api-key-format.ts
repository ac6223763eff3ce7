import { createHash, randomBytes } from "node:crypto";

/** What a key may be used for. */
export const API_SCOPES = [
  "decision-runs:write",
  "revenue-events:write",
  "figures:import",
  "revenue-kernel:run",
  "revenue-actions:write",
  "revenue-triggers:write",
  "revenue-validation:run",
] as const;
export type ApiScope = (typeof API_SCOPES)[number];

/** Completes "may …". */
export const SCOPE_IN_WORDS: Readonly<Record<ApiScope, string>> = {
  "decision-runs:write": "send decision runs",
  "revenue-events:write": "send raw events and revenue events",
  "figures:import": "import figures, and see what an import would change",
  "revenue-kernel:run": "run a cycle of the Revenue OS kernel",
  "revenue-actions:write": "execute, revert and abort the kernel's actions",
  "revenue-triggers:write": "set off the kernel's triggers",
  "revenue-validation:run": "run the validation loop",
};

const SECRET_BYTES = 32;
const SHAPE = /^ros_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/;
// Enough of the random part to tell keys apart on the screen, and far too little to guess the rest.
const SHOWN_SECRET_CHARACTERS = 6;

/**
 * `ros_`, the company's id, 256 random bits. The company stands in the key because no row of any company is
 * visible before it is known which one is asked for.
 */
export function newApiKey(tenantId: string): { key: string; prefix: string; secretHash: string } {
  const company = tenantId.replaceAll("-", "");
  const secret = randomBytes(SECRET_BYTES).toString("base64url");
  const key = `ros_${company}_${secret}`;
  return {
    key,
    prefix: `ros_${company.slice(0, 8)}…_${secret.slice(0, SHOWN_SECRET_CHARACTERS)}…`,
    secretHash: hashApiKey(key),
  };
}

/** A random key of 256 bits needs no slow hash: there is nothing to guess. */
export function hashApiKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

/** Reads `Authorization: Bearer ros_…`; null for anything else. */
export function readApiKey(authorization: string | null): { key: string; tenantId: string } | null {
  const [scheme, key, ...rest] = authorization?.trim().split(/ +/) ?? [];
  if (scheme?.toLowerCase() !== "bearer" || key === undefined || rest.length > 0) return null;
  const company = SHAPE.exec(key)?.[1];
  if (company === undefined) return null;
  return { key, tenantId: company.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5") };
}
