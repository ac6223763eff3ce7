import type { ReasonCode } from "../../kernel/enforcement";
import type { Role } from "../auth/permissions";
import { inTenant } from "../db/tenant-transaction";
import { KINDS } from "../imports/kinds";
import { addMonths, isoDate } from "./cycle-calendar";
import { firstClose } from "./next-close";
import { CONFIG_KEYS } from "./spine-vocabulary";
import type { Person } from "./waiting";

/** The way of a company to its first signed decision, in the order in which each makes the next possible. */
export const START_STEPS = [
  "people",
  "targets",
  "stages",
  "holidays",
  "figures",
  "cycle",
  "request",
  "signature",
] as const;
export type StartStepId = (typeof START_STEPS)[number];

/** What a step is made of, where it is more than one thing. */
export type StartPart = {
  label: string;
  isDone: boolean /** The kind of import that brings it. */;
  kind?: string;
};

export type StartStep = { id: StartStepId; isDone: boolean; parts: StartPart[] };

export type GettingStarted = {
  steps: StartStep[];
  done: number;
  hasClosedCycle: boolean;
  /** The first close, as its page is addressed, and the day from which on its month is over. */
  firstClose: { month: string; opensOn: string; isOpen: boolean };
  /** What kept an evaluation from closing, while none has closed. */
  heldUpBy: ReasonCode[];
  /** Roles that somebody holds. */
  staffed: Role[];
  isDismissed: boolean;
};

/** Without them nothing can be evaluated, decided and signed. */
const NEEDED_ROLES: readonly Role[] = ["CFO", "CEO", "FP&A"];
const TARGETS = [
  { key: CONFIG_KEYS.fcfTargets, label: "Free cash flow", kind: "targets" },
  { key: CONFIG_KEYS.ebitdaTargets, label: "EBITDA", kind: "targets" },
  { key: CONFIG_KEYS.bookingsTargets, label: "Bookings", kind: "bookings-targets" },
] as const;
/** The triggers read all of them but this one, which the revenue side reads. */
const NOT_FOR_TRIGGERS = "spend";

const figureKinds = KINDS.flatMap(({ id, title, spine }) =>
  spine.table === "optimizer_configs" || id === NOT_FOR_TRIGGERS
    ? []
    : [{ id, title, table: spine.table, types: spine.types }],
);

type Facts = {
  roles: Role[];
  configs: string[];
  hasQualifiedStage: boolean;
  hasHolidays: boolean;
  eventTypes: string[];
  revenueTypes: string[];
  hasPipeline: boolean;
  closedCycles: number;
  heldUpBy: ReasonCode[] | null;
  hasRequest: boolean;
  hasSignature: boolean;
  isDismissed: boolean;
  planStart: Date;
};

/** What is done is read from the company's own data; nobody ticks anything off. */
export function loadGettingStarted(person: Person, at: Date): Promise<GettingStarted> {
  return inTenant(person, async (tx) => {
    const { tenantId } = person;
    const typesOf = (table: string) =>
      figureKinds.filter((kind) => kind.table === table).flatMap(({ types }) => [...types]);
    const [facts] = await tx.$queryRaw<Facts[]>`
      select
        array(select distinct role from memberships where tenant_id = ${tenantId}::uuid and ended_at is null) as roles,
        array(select key from optimizer_configs where tenant_id = ${tenantId}::uuid
          and key = any(${TARGETS.map(({ key }) => key)}::text[]) and value not in ('{}', '[]', 'null')) as configs,
        exists (select 1 from optimizer_configs where tenant_id = ${tenantId}::uuid
          and key = ${CONFIG_KEYS.pipelineStages} and jsonb_path_exists(value, '$[*] ? (@.qualified == true)'))
          as "hasQualifiedStage",
        (select coalesce(cardinality(holidays), 0) > 0 from tenants where id = ${tenantId}::uuid) as "hasHolidays",
        array(select each from unnest(${typesOf("events_raw")}::text[]) as each where exists (
          select 1 from events_raw where tenant_id = ${tenantId}::uuid and event_type = each)) as "eventTypes",
        array(select each from unnest(${typesOf("revenue_events")}::text[]) as each where exists (
          select 1 from revenue_events where tenant_id = ${tenantId}::uuid and event_type = each)) as "revenueTypes",
        exists (select 1 from spine_opportunities where tenant_id = ${tenantId}::uuid) as "hasPipeline",
        (select count(*)::int from (select 1 from evaluation_cycles
          where tenant_id = ${tenantId}::uuid and status = 'CLOSED' limit 1) c) as "closedCycles",
        (select reason_codes from evaluation_cycles where tenant_id = ${tenantId}::uuid
          order by evaluated_at desc limit 1) as "heldUpBy",
        exists (select 1 from requests where tenant_id = ${tenantId}::uuid and status <> 'DRAFT') as "hasRequest",
        exists (select 1 from signoffs where tenant_id = ${tenantId}::uuid) as "hasSignature",
        exists (select 1 from optimizer_configs where tenant_id = ${tenantId}::uuid
          and key = ${CONFIG_KEYS.gettingStartedDismissed}) as "isDismissed",
        (select plan_start from tenants where id = ${tenantId}::uuid) as "planStart"`;
    if (facts === undefined) throw new Error("a select without a table gives one row");
    const steps = START_STEPS.map((id) => stepOf(id, facts));
    const hasClosedCycle = facts.closedCycles > 0;
    return {
      steps,
      done: steps.filter(({ isDone }) => isDone).length,
      hasClosedCycle,
      firstClose: firstCloseOf(facts, at),
      heldUpBy: hasClosedCycle ? [] : (facts.heldUpBy ?? []),
      staffed: facts.roles,
      isDismissed: facts.isDismissed,
    };
  });
}

function firstCloseOf({ planStart }: Facts, at: Date): GettingStarted["firstClose"] {
  const month = firstClose(planStart, at);
  const opensOn = `${addMonths(month, 1)}-01`;
  return { month, opensOn, isOpen: opensOn <= isoDate(at) };
}

/** Whether the list has nothing more to say on the overview; before the first closed cycle it always has. */
export function isStartOver({ hasClosedCycle, isDismissed, done, steps }: GettingStarted): boolean {
  return hasClosedCycle && (isDismissed || done === steps.length);
}

function stepOf(id: StartStepId, facts: Facts): StartStep {
  const parts = partsOf(id, facts);
  const single: Partial<Record<StartStepId, boolean>> = {
    stages: facts.hasQualifiedStage,
    holidays: facts.hasHolidays,
    cycle: facts.closedCycles > 0,
    request: facts.hasRequest,
    signature: facts.hasSignature,
  };
  return { id, parts, isDone: single[id] ?? parts.every(({ isDone }) => isDone) };
}

function partsOf(id: StartStepId, facts: Facts): StartPart[] {
  if (id === "people")
    return NEEDED_ROLES.map((role) => ({ label: role, isDone: facts.roles.includes(role) }));
  if (id === "targets")
    return TARGETS.map(({ key, label, kind }) => ({ label, kind, isDone: facts.configs.includes(key) }));
  if (id === "figures")
    return figureKinds.map(({ id: kind, title, table, types }) => ({
      label: title,
      kind,
      isDone:
        table === "spine_opportunities"
          ? facts.hasPipeline
          : types.some((type) => [...facts.eventTypes, ...facts.revenueTypes].includes(type)),
    }));
  return [];
}
