import * as z from "zod";
import { inTenant } from "../../db/tenant-transaction";
import { demoAccountsAllowed } from "../../env";
import { fail, type Result, succeed } from "../../failures";
import { isTestTenant } from "../../queries/tenant-clock";
import { OPERATIONS } from "../../validation/contract";
import { runOperation } from "../../validation/run-operation";
import { SUBJECTS, type Subject } from "../../validation/subject";
import { type FunctionCaller, NOT_THEIRS, noCompany } from "./caller";
import { functionEndpoint, tenantIdSchema } from "./endpoint";

export const VALIDATION_FUNCTION = "revenue-os-validation";

export const validationRequestSchema = z.strictObject({
  tenant_id: tenantIdSchema,
  operation: z.enum(OPERATIONS),
});

/** POST /functions/v1/revenue-os-validation: one step of the loop, for the test tenants and nobody else. */
export const postValidation = functionEndpoint({
  name: VALIDATION_FUNCTION,
  scope: "revenue-validation:run",
  schema: validationRequestSchema,
  answer: async ({ caller, input, at }) => {
    const subjects = await subjectsFor(caller, input.tenant_id);
    if (!subjects.ok) return subjects;
    return { ok: true, value: await runOperation(input.operation, subjects.value, at) };
  },
});

/** The operator rehearses with both test tenants, a key with the one that it belongs to. */
async function subjectsFor(
  caller: FunctionCaller,
  asked: string | undefined,
): Promise<Result<readonly Subject[]>> {
  if (caller.kind === "key") {
    const { tenantId } = caller.client;
    if (asked !== undefined && asked !== tenantId) return fail("FORBIDDEN", NOT_THEIRS);
    return rehearsing(SUBJECTS.filter((subject) => subject.tenantId === tenantId));
  }
  const { account } = caller;
  if (!account.isOperator) return fail("FORBIDDEN", "The validation loop is run by the platform's operator.");
  if (asked === undefined) return rehearsing(SUBJECTS);
  if (!isTestTenant(asked)) return noCompany(account, asked);
  return rehearsing(SUBJECTS.filter((subject) => subject.tenantId === asked));
}

/** Only companies that are made up may be given made-up data. */
async function rehearsing(subjects: readonly Subject[]): Promise<Result<readonly Subject[]>> {
  const refusal = "The validation loop touches the two test tenants alone, and only in a demonstration.";
  if (subjects.length === 0 || !demoAccountsAllowed()) return fail("FORBIDDEN", refusal);
  for (const { tenantId } of subjects) {
    const tenant = await inTenant({ tenantId }, (tx) =>
      tx.tenant.findUnique({ where: { id: tenantId }, select: { isDemo: true } }),
    );
    if (!tenant?.isDemo) return fail("FORBIDDEN", refusal);
  }
  return succeed(subjects);
}
