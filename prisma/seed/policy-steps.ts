import { savePolicyDraft } from "../../lib/commands/save-policy-draft";
import { saveScenario } from "../../lib/commands/save-scenario";
import { startPolicyDraft } from "../../lib/commands/start-policy-draft";
import { inTenant } from "../../lib/db/tenant-transaction";
import type { Result } from "../../lib/failures";
import { addDays, isoDate } from "../../lib/queries/cycle-calendar";
import { loadWhatIf } from "../../lib/queries/what-if";
import { demoActor, demoArtifacts, POLICY_VERSION } from "./companies";
import type { SeedStep } from "./cycle-steps";
import { type CompanyStory, momentOf, type SeedCalendar } from "./generator/company";
import { TENANT_A } from "./generator/stories";

export const FAULTY_DRAFT = "Runway from eighteen months";
export const SCENARIO = "The largest customer pays a quarter late";
const LATE_USD = 400_000;
const LATE_MONTHS = [1, 2, 3];

/** What people work on and nothing is decided by: in A a draft of the policy with a fault left, in B a scenario. */
export function policySteps(story: CompanyStory, calendar: SeedCalendar): SeedStep[] {
  const at = new Date(momentOf(addDays(isoDate(calendar.anchor), -2), 16, 20));
  const run = story.tenantId === TENANT_A ? faultyDraft : lateCustomer;
  return [{ at, run: () => run(story.tenantId, at) }];
}

/** FP&A has written a number as a word; the checks name the place. */
async function faultyDraft(tenantId: string, at: Date): Promise<void> {
  const analyst = demoActor(tenantId, "FP&A");
  const { inForce, known } = await inTenant({ tenantId }, async (tx) => ({
    inForce: await tx.policyBundle.findFirstOrThrow({ where: { tenantId, version: POLICY_VERSION } }),
    known: await tx.policyBundle.findFirst({ where: { tenantId, title: FAULTY_DRAFT } }),
  }));
  if (known?.status === "DRAFT") return;
  const begun = known
    ? { bundleId: known.id, hash: known.hash }
    : outcomeOf(await startPolicyDraft(analyst, { fromBundleId: inForce.id, title: FAULTY_DRAFT }, at));
  const artifacts = structuredClone(demoArtifacts);
  for (const { id, threshold } of artifacts.trigger_spec.trigger_spec.triggers)
    if (id.startsWith("T4_")) threshold.pass = "RunwayMonths >= eighteen";
  const { bundleId, hash: seenHash } = begun;
  outcomeOf(await savePolicyDraft(analyst, { bundleId, seenHash, title: FAULTY_DRAFT, artifacts }, at));
}

/** Cash without one payment for a quarter, on the figures and the policy of that day. */
async function lateCustomer(tenantId: string, at: Date): Promise<void> {
  const cfo = demoActor(tenantId, "CFO");
  const known = await inTenant({ tenantId }, (tx) =>
    tx.whatIfScenario.count({ where: { tenantId, name: SCENARIO } }),
  );
  if (known > 0) return;
  const { content } = outcomeOf(await loadWhatIf({ ...cfo, role: "CFO" }, at));
  const cash = (content.figures.CashBalance ?? []).map((figure, month) =>
    figure !== null && LATE_MONTHS.includes(month) ? figure - LATE_USD : figure,
  );
  const figures = { ...content.figures, CashBalance: cash };
  outcomeOf(await saveScenario(cfo, { name: SCENARIO, content: { ...content, figures } }, at));
}

function outcomeOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`a step of the demonstration was refused: ${result.failure.message}`);
  return result.value;
}
