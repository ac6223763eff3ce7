// A company with its people, its policy and cycles whose states a test chooses, for tests of the commands.
import { randomUUID } from "node:crypto";
import { KERNEL_VERSION, type Mode, type TriggerState, triggerShortId } from "../../../kernel/enforcement";
import { referenceArtifacts } from "../../../kernel/enforcement/testing/reference-policy";
import type { Role } from "../../auth/permissions";
import type { Actor } from "../../db/governed-write";
import { inTenant } from "../../db/tenant-transaction";
import { policyHash } from "../../policy/active-policy";

export type TestArtifacts = typeof referenceArtifacts;

const FIRST_CYCLE = Date.UTC(2026, 0, 7, 9);
const DAY = 86_400_000;

export type Company = {
  tenantId: string;
  policyBundleId: string;
  triggers: readonly string[];
  cycles: number;
  hire(role: Role, name?: string): Promise<Actor & { userId: string }>;
  /** Closes one more cycle; a trigger that is not named passes. */
  closeCycle(states?: Record<string, TriggerState>, mode?: Mode): Promise<string>;
};

export async function createCompany(
  name = "Test Company",
  artifacts: TestArtifacts = referenceArtifacts,
): Promise<Company> {
  const tenantId = randomUUID();
  const policyBundleId = randomUUID();
  await inTenant({ tenantId }, async (tx) => {
    await tx.tenant.create({
      data: { id: tenantId, name, slug: `company-${tenantId}`, planStart: new Date("2025-07-01") },
    });
    await tx.policyBundle.create({
      data: {
        tenantId,
        id: policyBundleId,
        version: "1.0",
        status: "ACTIVE",
        hash: policyHash(artifacts),
        artifacts,
        activatedAt: new Date(FIRST_CYCLE - DAY),
      },
    });
  });
  const company: Company = {
    tenantId,
    policyBundleId,
    triggers: artifacts.trigger_spec.trigger_spec.triggers.map(({ id }) => id),
    cycles: 0,
    hire: (role, person = role) => hire(tenantId, role, person),
    closeCycle: async (states = {}, mode = "NORMAL") => {
      company.cycles += 1;
      return closeCycle(company, states, mode);
    },
  };
  return company;
}

async function hire(tenantId: string, role: Role, name: string): Promise<Actor & { userId: string }> {
  const userId = randomUUID();
  // In their own name: until the membership is there, a person is visible to nobody else.
  await inTenant({ tenantId, userId }, async (tx) => {
    await tx.user.create({
      data: { id: userId, email: `${userId}@example.com`, name, passwordHash: "never signs in" },
    });
    await tx.membership.create({ data: { tenantId, userId, role } });
  });
  return { tenantId, userId, name, role };
}

async function closeCycle(
  { tenantId, policyBundleId, triggers, cycles }: Company,
  states: Record<string, TriggerState>,
  mode: Mode,
): Promise<string> {
  const id = randomUUID();
  const evaluatedAt = new Date(FIRST_CYCLE + cycles * 7 * DAY);
  await inTenant({ tenantId }, async (tx) => {
    await tx.evaluationCycle.create({
      data: {
        tenantId,
        id,
        cadence: "weekly",
        cycleKey: `2026-W${String(cycles + 1).padStart(2, "0")}`,
        version: 1,
        periodStart: new Date(evaluatedAt.getTime() - 7 * DAY),
        periodEnd: evaluatedAt,
        evaluatedAt,
        status: "CLOSED",
        outcome: "COMPLETED",
        reasonCodes: [],
        modeBefore: mode,
        modeAfter: mode,
        consecutivePassCycles: 0,
        policyBundleId,
        kernelVersion: KERNEL_VERSION,
        document: {
          crm_hygiene: { stage_definitions_enforced: true, required_fields_enforced: true },
        },
        report: {},
      },
    });
    await tx.triggerEvaluation.createMany({
      data: triggers.map((triggerId) => ({
        tenantId,
        cycleId: id,
        triggerId,
        state: states[triggerShortId(triggerId)] ?? "PASS",
        unit: "USD",
        inputsMissing: [],
        computedValues: {},
      })),
    });
  });
  return id;
}
