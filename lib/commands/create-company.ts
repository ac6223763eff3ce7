import * as z from "zod";
import { compile, findingText, KERNEL_VERSION } from "../../kernel/enforcement";
import { initialPassword } from "../auth/initial-password";
import { hashPassword } from "../auth/password";
import { governedWrite } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { type Artifacts, policyHash } from "../policy/active-policy";

const FIRST_POLICY_VERSION = "1.0.0";

export const createCompanyInput = z.strictObject({
  name: z.string().trim().min(1, "Give the company a name.").max(120),
  slug: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "Use small letters, digits and single hyphens, such as acme-systems.")
    .max(60),
  planStart: z.iso.date("Give the first day of the plan's month 0, such as 2026-01-01."),
  adminName: z.string().trim().min(1, "Name the first administrator.").max(120),
  adminEmail: z.email("Give the administrator's address, such as name@company.com.").max(320).toLowerCase(),
});
export type CreateCompanyInput = z.infer<typeof createCompanyInput>;

/** `password` is null for an administrator who has an account already: they keep their own. */
export type CreatedCompany = { tenantId: string; slug: string; policyHash: string; password: string | null };

/**
 * Makes a company with its first policy in force and its first administrator, who invites everybody else.
 * A policy that cannot be enforced is refused: such a company could decide nothing.
 */
export async function createCompany(
  input: CreateCompanyInput,
  artifacts: Artifacts,
  at: Date,
): Promise<Result<CreatedCompany>> {
  const initial = initialPassword(at);
  const passwordHash = await hashPassword(initial.password);
  const tenantId = crypto.randomUUID();
  const system = { tenantId, name: "Operator", role: "Operator" };
  return settle(() =>
    governedWrite(system, async ({ tx, append }) => {
      const finding = compile(artifacts).findings[0];
      if (finding) abort("INVALID_INPUT", `The policy cannot be enforced: ${findingText(finding)}`);
      await insertCompany(tx, tenantId, input, at);
      const isNew = await insertAdministrator(tx, tenantId, input, passwordHash, initial.expiresAt, at);
      const hash = await activate(tx, tenantId, artifacts, at);
      const policy = { policyVersion: FIRST_POLICY_VERSION, policyHash: hash, kernelVersion: KERNEL_VERSION };
      await append([
        {
          kind: "policy_activated",
          occurredAt: at,
          title: `Policy ${FIRST_POLICY_VERSION} is in force`,
          source: "system",
          ...policy,
          facts: { plan_start: input.planStart },
        },
        {
          kind: "access_change",
          occurredAt: at,
          title: `${input.adminName} joins as Administrator`,
          source: "system",
          ...policy,
          facts: { access_change: { step: "JOINED", email: input.adminEmail, role: "Administrator" } },
        },
      ]);
      return { tenantId, slug: input.slug, policyHash: hash, password: isNew ? initial.password : null };
    }),
  );
}

/** The slug is unique over all companies, of which this transaction sees none but its own. */
async function insertCompany(
  tx: Transaction,
  tenantId: string,
  input: CreateCompanyInput,
  at: Date,
): Promise<void> {
  const inserted = await tx.$executeRaw`
    insert into tenants (id, name, slug, plan_start, created_at)
    values (${tenantId}::uuid, ${input.name}, ${input.slug}, ${input.planStart}::date, ${at}::timestamptz)
    on conflict (slug) do nothing`;
  if (inserted === 0) abort("CONFLICT", `The slug ${input.slug} is taken: choose another one.`);
}

async function insertAdministrator(
  tx: Transaction,
  tenantId: string,
  input: CreateCompanyInput,
  passwordHash: string,
  passwordExpiresAt: Date,
  at: Date,
): Promise<boolean> {
  // People belong to no company; the setting shows this one address to this transaction.
  await tx.$queryRaw`select set_config('app.sign_in_email', ${input.adminEmail}, true)`;
  const known = await tx.user.findUnique({ where: { email: input.adminEmail }, select: { id: true } });
  const userId = known?.id ?? crypto.randomUUID();
  if (!known) {
    await tx.user.create({
      data: {
        id: userId,
        email: input.adminEmail,
        name: input.adminName,
        passwordHash,
        passwordExpiresAt,
        createdAt: at,
      },
    });
  }
  await tx.membership.create({ data: { tenantId, userId, role: "Administrator", createdAt: at } });
  return known === null;
}

async function activate(tx: Transaction, tenantId: string, artifacts: Artifacts, at: Date): Promise<string> {
  const hash = policyHash(artifacts);
  await tx.policyBundle.create({
    data: {
      tenantId,
      version: FIRST_POLICY_VERSION,
      status: "ACTIVE",
      hash,
      artifacts: JSON.parse(JSON.stringify(artifacts)),
      createdAt: at,
      activatedAt: at,
    },
  });
  return hash;
}
