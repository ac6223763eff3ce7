import { inTenant } from "../db/tenant-transaction";
import { ExpectedFailure } from "../failures";
import { tenantClock } from "../queries/tenant-clock";
import type { Check, Operation, StepAnswer } from "./contract";
import { STEPS } from "./steps";
import type { Comparison, Subject, TenantCheck, ValidationStep } from "./subject";

type Validated = { checks: Check[]; tenant: StepAnswer["tenants"][number] };

/**
 * One step of the loop for some of the test tenants, each by itself: what fails for one is said, and the other's is
 * done. What is checked is read from the database afterwards, whatever the step itself said.
 */
export async function runOperation(
  operation: Operation,
  subjects: readonly Subject[],
  at: Date,
): Promise<StepAnswer> {
  const step = STEPS.find((each) => each.operation === operation);
  if (!step) throw new Error(`${operation} has no step`);
  const validated = await Promise.all(subjects.map((subject) => validate(step, subject, at)));
  const checks = [
    ...validated.flatMap((each) => each.checks),
    ...(step.compare && subjects.length > 1 ? [await compare(step.compare, subjects)] : []),
  ];
  return {
    operation,
    pass: checks.length > 0 && checks.every(({ pass }) => pass),
    checks,
    tenants: validated.map(({ tenant }) => tenant),
  };
}

async function validate(step: ValidationStep, subject: Subject, at: Date): Promise<Validated> {
  const { tenantId, label } = subject;
  const clockNow = () => inTenant({ tenantId }, (tx) => tenantClock(tx, tenantId, at));
  const ran = await attempt(async () => step.run(subject, await clockNow()));
  const checks: Check[] = [];
  if (!ran.ok) checks.push({ name: `${label}: the step ran`, pass: false, detail: ran.words });
  for (const check of step.checks) checks.push(await measure(check, subject));
  const name = await inTenant({ tenantId }, (tx) =>
    tx.tenant.findUnique({ where: { id: tenantId }, select: { name: true } }),
  );
  const clock = (await clockNow()).toISOString();
  return {
    checks,
    tenant: { tenant_id: tenantId, name: name?.name ?? label, clock, happened: ran.words },
  };
}

async function measure({ name, measure: look }: TenantCheck, subject: Subject): Promise<Check> {
  const looked = await attempt(() => inTenant({ tenantId: subject.tenantId }, (tx) => look(tx, subject)));
  const { pass, detail } = looked.ok ? looked.words : { pass: false, detail: looked.words };
  return { name: `${subject.label}: ${name}`, pass, detail };
}

async function compare({ name, look, judge }: Comparison, subjects: readonly Subject[]): Promise<Check> {
  const looked = await attempt(() =>
    Promise.all(
      subjects.map(async (subject) => {
        const place = await inTenant({ tenantId: subject.tenantId }, (tx) => look(tx, subject));
        return { label: subject.label, place };
      }),
    ),
  );
  return { name, ...(looked.ok ? judge(looked.words) : { pass: false, detail: looked.words }) };
}

/** What was expected to go wrong is said; anything else stays in the server's log. */
async function attempt<T>(
  work: () => Promise<T>,
): Promise<{ ok: true; words: T } | { ok: false; words: string }> {
  try {
    return { ok: true, words: await work() };
  } catch (error) {
    if (error instanceof ExpectedFailure) {
      return { ok: false, words: `${error.failure.code}: ${error.failure.message}` };
    }
    const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`validation: ${cause}\n`);
    return { ok: false, words: "It could not be done; the server's log says why." };
  }
}
