import { type GateOutlook, gateOutlook, type Mode, type TriggerState } from "../../kernel/enforcement";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { trustedPolicy } from "../policy/active-policy";
import { closedCycles } from "./cycle-history";
import { type ScenarioContent, scenarioContentSchema } from "./scenario-content";
import { rebased, startingFigures, USUAL_MONTHS } from "./scenario-figures";
import { loadSituation, type PresentSituation } from "./situation";
import type { Person } from "./waiting";
import { basisOn, type CycleName, cycleName, type WhatIfBasis } from "./what-if-basis";

export type Today = {
  policyVersion: string;
  cycle: CycleName | null;
  mode: Mode;
  crmHygieneEnforced: boolean;
  /** By short id. */
  triggers: Record<string, { state: TriggerState; value: number | null }>;
  gates: GateOutlook[];
};

export type NamedScenario = {
  id: string;
  name: string;
  authorId: string;
  author: string;
  createdAt: Date;
  updatedAt: Date;
};

export type ListedScenario = NamedScenario & { firstMonth: string; months: number };

export type WhatIfView = {
  basis: WhatIfBasis;
  today: Today;
  content: ScenarioContent;
  scenario: NamedScenario | null;
  /** What is in force now, where the scenario began with something else. */
  outdated: { policyVersion: string | null; cycle: CycleName | null };
  scenarios: ListedScenario[];
};

/** A new scenario: today's figures and the plan's, unchanged in every month. Reads, and writes nothing. */
export function loadWhatIf(person: Person, at: Date): Promise<Result<WhatIfView>> {
  return settle(() =>
    inTenant(person, async (tx) => {
      const situation = await loadSituation(tx, person.tenantId);
      const today = await todayOf(tx, situation);
      const basis = await presentBasis(tx, person.tenantId, situation, at);
      return {
        basis,
        today,
        content: newContent(basis, today),
        scenario: null,
        outdated: { policyVersion: null, cycle: null },
        scenarios: await namedScenarios(tx, person.tenantId),
      };
    }),
  );
}

/** A named scenario as it was saved, or (`refreshed`) with its figures on what is in force now. */
export function loadScenario(
  person: Person,
  id: string,
  at: Date,
  refreshed = false,
): Promise<Result<WhatIfView>> {
  return settle(() =>
    inTenant(person, async (tx) => {
      const { tenantId } = person;
      const row = await tx.whatIfScenario.findUnique({
        where: { tenantId_id: { tenantId, id } },
        include: { author: { select: { user: { select: { name: true } } } } },
      });
      if (row === null) return abort("NOT_FOUND");
      const stored = scenarioContentSchema.parse(row.content);
      const situation = await loadSituation(tx, tenantId);
      const today = await todayOf(tx, situation);
      const basis = refreshed
        ? await presentBasis(tx, tenantId, situation, at)
        : await storedBasis(tx, tenantId, stored, at);
      return {
        basis,
        today,
        content: contentOn(basis, stored),
        scenario: {
          id: row.id,
          name: row.name,
          authorId: row.createdBy,
          author: row.author.user.name,
          createdAt: row.createdAt,
          updatedAt: row.updatedAt,
        },
        outdated: outdatedBy(basis.start, situation, today),
        scenarios: await namedScenarios(tx, tenantId),
      };
    }),
  );
}

function newContent(basis: WhatIfBasis, today: Today): ScenarioContent {
  return {
    start: basis.start,
    firstMonth: basis.months[0]?.key ?? "",
    months: USUAL_MONTHS,
    figures: startingFigures(basis.inputs, USUAL_MONTHS),
    crmHygieneEnforced: today.crmHygieneEnforced,
  };
}

function contentOn({ start, months, inputs }: WhatIfBasis, stored: ScenarioContent): ScenarioContent {
  return rebased(stored, { start, firstMonth: months[0]?.key ?? stored.firstMonth }, inputs);
}

function outdatedBy(
  start: ScenarioContent["start"],
  { policy, cycle }: PresentSituation,
  today: Today,
): WhatIfView["outdated"] {
  const sameCycle =
    start.cycle === null
      ? cycle === null
      : cycle !== null &&
        start.cycle.cadence === cycle.cadence &&
        start.cycle.cycleKey === cycle.cycleKey &&
        start.cycle.version === cycle.version;
  return {
    policyVersion: start.policyBundleId === policy.bundleId ? null : policy.version,
    cycle: sameCycle ? null : today.cycle,
  };
}

async function presentBasis(
  tx: Transaction,
  tenantId: string,
  { policy }: PresentSituation,
  at: Date,
): Promise<WhatIfBasis> {
  return basisOn(tx, tenantId, policy, await closedCycles(tx, tenantId), at);
}

/** The policy and the history that a scenario began with, even when both have moved on. */
async function storedBasis(
  tx: Transaction,
  tenantId: string,
  { start }: ScenarioContent,
  at: Date,
): Promise<WhatIfBasis> {
  const bundle = await tx.policyBundle.findUnique({
    where: { tenantId_id: { tenantId, id: start.policyBundleId } },
  });
  if (bundle === null) return abort("NOT_FOUND", "The policy of this scenario is not there any more.");
  const closed = await closedCycles(tx, tenantId);
  const place = closed.findIndex(
    ({ cadence, cycleKey }) => cadence === start.cycle?.cadence && cycleKey === start.cycle.cycleKey,
  );
  const basis = await basisOn(tx, tenantId, trustedPolicy(bundle), closed.slice(0, place + 1), at);
  return { ...basis, start };
}

async function todayOf(tx: Transaction, { policy, cycle, situation }: PresentSituation): Promise<Today> {
  const values = new Map<string, number | null>();
  if (cycle !== null) {
    const rows = await tx.$queryRaw<{ triggerId: string; value: number | null }[]>`
      select t.trigger_id as "triggerId", coalesce(t.value, (
          select o.value from trigger_evaluations o
          join evaluation_cycles c on c.tenant_id = o.tenant_id and c.id = o.cycle_id
          where o.tenant_id = t.tenant_id and o.trigger_id = t.trigger_id and c.cadence = 'monthly_close'
            and c.cycle_key = t.carried_from and c.status = 'CLOSED'
          order by c.version desc limit 1))::float8 as value
      from trigger_evaluations t
      where t.tenant_id = app_tenant_id() and t.cycle_id = ${cycle.id}::uuid`;
    for (const { triggerId, value } of rows) values.set(triggerId, value);
  }
  return {
    policyVersion: policy.version,
    cycle: cycle && cycleName(cycle),
    mode: situation.mode,
    crmHygieneEnforced: situation.crmHygieneEnforced,
    triggers: Object.fromEntries(
      policy.compiled.triggers.map(({ id, shortId }) => [
        shortId,
        { state: situation.facts.stateOf(shortId), value: values.get(id) ?? null },
      ]),
    ),
    gates: gateOutlook(policy.compiled, situation),
  };
}

/** How many a list shows; whoever looks for an older one has its link. */
const SHOWN = 100;

function namedScenarios(tx: Transaction, tenantId: string): Promise<ListedScenario[]> {
  return tx.$queryRaw<ListedScenario[]>`
    select s.id, s.name, s.created_by as "authorId", u.name as author, s.created_at as "createdAt",
      s.updated_at as "updatedAt", s.content ->> 'firstMonth' as "firstMonth",
      (s.content ->> 'months')::integer as months
    from what_if_scenarios s join users u on u.id = s.created_by
    where s.tenant_id = ${tenantId}::uuid
    order by s.updated_at desc, s.id limit ${SHOWN}`;
}
