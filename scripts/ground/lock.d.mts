import type { ProcessIdentity } from "./process-identity.mjs";

export interface Lock {
  release(): void;
}
export function lockHolder(path: string): (ProcessIdentity & { url?: string }) | null;
export function tryLock(path: string, note?: Record<string, unknown>): Lock | null;
