import type { Role } from "../../../lib/auth/permissions";
import { abortActions } from "../../../lib/commands/abort-actions";
import { computeDueMetrics } from "../../../lib/commands/compute-metrics";
import { denyRequest } from "../../../lib/commands/deny-request";
import { executeActions } from "../../../lib/commands/execute-actions";
import { recordResults } from "../../../lib/commands/record-results";
import { runRevenueCycle } from "../../../lib/commands/run-revenue-cycle";
import { signRequest } from "../../../lib/commands/sign-request";
import { updateRevenueSettings } from "../../../lib/commands/update-revenue-settings";
import type { Actor } from "../../../lib/db/governed-write";
import { inTenant } from "../../../lib/db/tenant-transaction";
import type { Result } from "../../../lib/failures";
import { addDays, isoDate, startOfDay } from "../../../lib/queries/cycle-calendar";
import { loadInbox } from "../../../lib/queries/inbox";
import { DEEP_SOURCE } from "../../../lib/queries/kernel-input";
import { CONFIG_KEYS } from "../../../lib/queries/spine-vocabulary";
import { demoActor } from "../companies";
import type { SeedStep } from "../cycle-steps";
import { type CompanyStory, momentOf, type SeedCalendar } from "../generator/company";
import { TENANT_A } from "../generator/stories";
import { limitsOf } from "./limits";

const CYCLES = 6;
/** So that whoever tries the demonstration may run a cycle, and on the validation loop's first step too. */
const LEAST_HOURS_BEFORE_ANCHOR = 36;
const HOUR_MS = 3_600_000;

/** Every metric of the eighteen months before the anchor, as the analytics job computes them on its first run. */
export async function computeHistory({ tenantId }: CompanyStory, calendar: SeedCalendar): Promise<void> {
  await computeDueMetrics(tenantId, calendar.anchor);
}

/** Limits, six weekly cycles, and what people and executors made of them; each step looks whether it has been done. */
export function revenueSteps(story: CompanyStory, calendar: SeedCalendar): SeedStep[] {
  const mondays = cycleDays(calendar.anchor);
  const [first = "", , third = ""] = mondays;
  const steps = [
    step(addDays(first, -12), 9, 20, (at) => setLimits(story, at)),
    step(addDays(third, -4), 15, 10, (at) => tighten(story, at)),
    ...mondays.flatMap((day, position) => [
      step(day, 2, 0, (at) => runNight(story, at)),
      step(day, 10, 45, (at) => signSome(story, position, new Date(momentOf(day, 2)), at)),
      step(addDays(day, 1), 2, 0, (at) => execute(story, new Date(momentOf(day, 2)), at)),
      step(addDays(day, 3), 2, 0, (at) => observe(story, at)),
    ]),
  ];
  return steps.filter(({ at }) => at <= calendar.anchor);
}

function step(day: string, hour: number, minute: number, run: (at: Date) => Promise<void>): SeedStep {
  const at = new Date(momentOf(day, hour, minute));
  return { at, run: () => run(at) };
}

/** Mondays at two in the morning, as the schedule has it. */
function cycleDays(anchor: Date): string[] {
  const latest = isoDate(new Date(anchor.getTime() - LEAST_HOURS_BEFORE_ANCHOR * HOUR_MS - 2 * HOUR_MS));
  const last = addDays(latest, -((startOfDay(latest).getUTCDay() + 6) % 7));
  return Array.from({ length: CYCLES }, (_, index) => addDays(last, (index + 1 - CYCLES) * 7));
}

const scheduleOf = ({ tenantId }: CompanyStory): Actor => ({ tenantId, name: "Schedule", role: "system" });

function expectOk<T>(story: CompanyStory, result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`${story.name}: ${result.failure.message} ${JSON.stringify(result.failure.fields ?? {})}`);
}

/** The three sections in the order in which the CFO set them, as they stand at the end. */
function sectionsOf(tenantId: string) {
  const { targets, guardrails, cfoGuardrails } = limitsOf(tenantId);
  return [
    { section: "targets", key: CONFIG_KEYS.revenueTargets, value: targets },
    { section: "guardrails", key: CONFIG_KEYS.revenueGuardrails, value: guardrails },
    { section: "cfo_guardrails", key: CONFIG_KEYS.cfoGuardrails, value: cfoGuardrails },
  ] as const;
}

async function setLimits(story: CompanyStory, at: Date): Promise<void> {
  const { tenantId } = story;
  const cfo = demoActor(tenantId, "CFO");
  const { tightened } = limitsOf(tenantId);
  for (const { section, key, value: last } of sectionsOf(tenantId)) {
    if (await configOf(tenantId, key)) continue;
    const value = section === tightened.section ? { ...last, [tightened.field]: tightened.from } : last;
    expectOk(story, await updateRevenueSettings(cfo, { section, value, seenAt: null }, at));
  }
}

async function tighten(story: CompanyStory, at: Date): Promise<void> {
  const { tenantId } = story;
  const { tightened } = limitsOf(tenantId);
  const changed = sectionsOf(tenantId).find(({ section }) => section === tightened.section);
  const known = changed && (await configOf(tenantId, changed.key));
  if (!known || known.updatedAt >= at) return;
  const { section, value } = changed;
  const change = { section, value, seenAt: known.updatedAt.toISOString() };
  expectOk(story, await updateRevenueSettings(demoActor(tenantId, "CFO"), change, at));
}

function configOf(tenantId: string, key: string) {
  return inTenant({ tenantId }, (tx) =>
    tx.optimizerConfig.findUnique({
      where: { tenantId_key: { tenantId, key } },
      select: { updatedAt: true },
    }),
  );
}

async function runNight(story: CompanyStory, at: Date): Promise<void> {
  const { tenantId } = story;
  const done = await inTenant({ tenantId }, (tx) =>
    tx.optimizationCycle.count({ where: { tenantId, executedAt: at } }),
  );
  if (done > 0) return;
  await observe(story, at);
  const trigger = { type: "scheduled", source: DEEP_SOURCE } as const;
  expectOk(story, await runRevenueCycle(scheduleOf(story), { trigger }, at));
}

async function observe(story: CompanyStory, at: Date): Promise<void> {
  expectOk(story, await abortActions(scheduleOf(story), at));
  expectOk(story, await recordResults(scheduleOf(story), at));
}

/** What waits for nobody, or has been signed, of one cycle: a resumed seed must not run a later one's too early. */
async function execute(story: CompanyStory, cycleAt: Date, at: Date): Promise<void> {
  const { tenantId } = story;
  const actions = await inTenant({ tenantId }, (tx) =>
    tx.optimizationAction.findMany({
      where: {
        tenantId,
        cycle: { executedAt: cycleAt },
        OR: [{ status: "pending" }, { status: "awaiting_signoff", request: { status: "APPROVED" } }],
      },
      orderBy: { priority: "asc" },
      select: { id: true },
    }),
  );
  const actionIds = actions.map(({ id }) => id);
  if (actionIds.length > 0) expectOk(story, await executeActions(scheduleOf(story), { actionIds }, at));
}

type Say = "sign" | "deny" | "leave";

/** What people say to the requests of each cycle, in their order; the last word of a line holds for the rest. */
const SAID: Record<"A" | "B", readonly (readonly Say[])[]> = {
  A: [["sign"], ["sign", "deny", "sign"], ["sign"], ["deny", "sign"], ["leave"], ["leave"]],
  B: [["deny", "leave"], ["leave"], ["sign"], ["leave"], ["sign", "leave"], ["leave"]],
};
const SIGNERS: readonly Role[] = ["CFO", "CEO", "Head of Sales/Marketing", "CPO/CTO"];
const NO = "Not in this quarter: the figures of the last month have to hold for one more first.";

async function signSome(story: CompanyStory, position: number, cycleAt: Date, at: Date): Promise<void> {
  const { tenantId } = story;
  const said = SAID[tenantId === TENANT_A ? "A" : "B"][position] ?? ["leave"];
  const actions = await inTenant({ tenantId }, (tx) =>
    tx.optimizationAction.findMany({
      where: { tenantId, cycle: { executedAt: cycleAt }, requestId: { not: null } },
      orderBy: { priority: "asc" },
      select: { request: { select: { reference: true, revision: true, status: true } } },
    }),
  );
  for (const [index, { request }] of actions.entries()) {
    if (request?.status !== "PENDING") continue;
    const say = said[Math.min(index, said.length - 1)];
    if (say === "sign") await signAsAsked(story, request, at);
    if (say === "deny") {
      const cfo = demoActor(tenantId, "CFO");
      expectOk(story, await denyRequest(cfo, { ...request, reason: NO }, at));
    }
  }
  await execute(story, cycleAt, new Date(at.getTime() + 60_000));
}

/** Each role whose signature the inbox shows it to await, in turn. */
async function signAsAsked(
  story: CompanyStory,
  { reference, revision }: { reference: string; revision: number },
  at: Date,
): Promise<void> {
  for (const role of SIGNERS) {
    const actor = demoActor(story.tenantId, role);
    const { items } = expectOk(story, await loadInbox(actor, { kind: "signature" }, at));
    const item = items.find(({ key }) => key === reference)?.signature;
    if (item?.awaits.includes(role)) expectOk(story, await signRequest(actor, { reference, revision }, at));
  }
}
