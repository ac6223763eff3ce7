import { DEMO_TENANT_IDS } from "../auth/demo-accounts";
import type { Actor } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import type { Check, Operation } from "./contract";

/** A test tenant in the loop. */
export type Subject = {
  tenantId: string;
  /** "Tenant A": healthy; "Tenant B": with gaps. */
  label: string;
  /** Tenant A gains along what its actions aim at; tenant B goes on as before. */
  gains: boolean;
};

export const SUBJECTS: readonly Subject[] = DEMO_TENANT_IDS.map((tenantId, index) => ({
  tenantId,
  label: index === 0 ? "Tenant A" : "Tenant B",
  gains: index === 0,
}));

/** Looks into the database, in the tenant's own transaction, and says what it found. */
export type TenantCheck = {
  name: string;
  measure: (tx: Transaction, subject: Subject) => Promise<Omit<Check, "name">>;
};

/** One step of the loop: what it sets going, and what must be found in the database afterwards. */
export type ValidationStep = {
  operation: Operation;
  /** Works on one tenant at its clock, which it may move; says in words what happened. */
  run: (subject: Subject, at: Date) => Promise<string>;
  checks: readonly TenantCheck[];
  /** What the tenants are held against each other by, where the step is done for both. */
  compare?: Comparison;
};

/** Each tenant is looked at in its own transaction; only what was found there meets. */
export type Comparison = {
  name: string;
  look: (tx: Transaction, subject: Subject) => Promise<string>;
  judge: (found: readonly { label: string; place: string }[]) => Omit<Check, "name">;
};

/** In whose name the loop acts: in nobody's, so that the log shows which changes were a rehearsal. */
export const loopActor = (tenantId: string): Actor => ({
  tenantId,
  name: "Validation loop",
  role: "system",
});
