import {
  type Cadence,
  CONTRACT_INPUTS,
  type Mode,
  type ReasonCode,
  type Report,
  type TriggerState,
} from "../../kernel/enforcement";
import { can } from "../auth/permissions";
import type { Viewer } from "../auth/viewer";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { closeDeadline, isoDate, type Period, periodOf } from "./cycle-calendar";
import { activeOverrides, type CycleRun, runCycle, type UsedInput, valueUsed } from "./cycle-run";
import { inputsAskedFor, serves } from "./inputs-asked-for";
import { judgedValue } from "./judged-value";
import type { InputValue } from "./trigger-inputs-from-spine";

/** The months over which the contract's triggers average (contract A5.2). */
const MONTHS_OF_A_SERIES = 3;

export type InputLine = {
  name: string;
  unit: string;
  /** What counts now: FP&A's figure where there is one. */
  value: InputValue | null;
  spineValue: InputValue | null;
  override: { value: InputValue; reason: string; by: string; at: Date } | null;
  /** What the newest evaluation used, when it is another figure. */
  evaluatedWith: { value: InputValue | null } | null;
  source: { table: string; query: string; period: Period; rows: number };
  /** How many figures it takes at least, where it is a series; null for one figure. */
  series: number | null;
  /** No source of the company's data has it: somebody supplies it for each cycle. */
  isSupplied: boolean;
  /** Short ids of the triggers that ask for it. */
  triggers: string[];
};

export type Outcome = {
  status: "OPEN" | "CLOSED";
  mode: { before: Mode | null; after: Mode };
  reasonCodes: ReasonCode[];
  triggers: {
    triggerId: string;
    name: string;
    state: TriggerState;
    value: number | null;
    unit: string;
    inputsMissing: string[];
    carriedFrom: string | null;
  }[];
  escalations: string[];
};

export type Version = {
  id: string;
  version: number;
  status: "OPEN" | "CLOSED";
  mode: Mode;
  evaluatedAt: Date;
  evaluatedBy: string | null;
  reason: string | null;
  certifiedFinal: boolean;
  deliveredAt: string | null;
};

export type CycleDetail = {
  cadence: Cadence;
  cycleKey: string;
  period: Period;
  monthIndex: number | null;
  /** Until when the close is inside the SLA; null for a week. */
  deadline: string | null;
  /** Newest first; empty when the cycle has not been evaluated. */
  versions: Version[];
  evaluated: Outcome | null;
  /** What an evaluation of this moment would say. */
  preview: Outcome;
  /** The signed version of the policy under which the preview is, and which a close would bring into force. */
  comesIntoForce: { bundleId: string; version: string } | null;
  inputs: InputLine[];
  missingFields: string[];
  crmHygiene: { stages: boolean | null; fields: boolean | null };
  later: number;
};

/** One cycle: what was evaluated, what would be now, and where every figure comes from. */
export function loadCycle(
  viewer: Pick<Viewer, "tenantId" | "userId" | "role">,
  cadence: Cadence,
  cycleKey: string,
  at: Date,
): Promise<Result<CycleDetail>> {
  return settle(() =>
    inTenant(viewer, async (tx) => {
      if (!can(viewer.role, "company.read")) return abort("FORBIDDEN");
      const { tenantId } = viewer;
      const period = periodOf(cadence, cycleKey);
      if (period === null) return abort("NOT_FOUND");
      const run = await runCycle(tx, tenantId, { cadence, cycleKey }, at);
      const versions = await versionsOf(tx, tenantId, cadence, cycleKey);
      const newest = versions[0] ?? null;
      return {
        cadence,
        cycleKey,
        period,
        monthIndex: run.scope.monthIndex,
        deadline: await deadlineOf(tx, tenantId, run),
        versions: versions.map(({ report: _report, ...version }) => version),
        evaluated: newest && outcomeOf(run, newest.report, newest.status),
        preview: outcomeOf(run, run.report, run.status),
        comesIntoForce: run.comesIntoForce
          ? { bundleId: run.policy.bundleId, version: run.policy.version }
          : null,
        inputs: await inputLines(tx, run, newest?.id ?? null, at),
        missingFields: missingFields(run),
        crmHygiene: {
          stages: run.document.crm_hygiene?.stage_definitions_enforced ?? null,
          fields: run.document.crm_hygiene?.required_fields_enforced ?? null,
        },
        later: run.later.length,
      };
    }),
  );
}

function versionsOf(tx: Transaction, tenantId: string, cadence: Cadence, cycleKey: string) {
  return tx.$queryRaw<(Version & { report: Report })[]>`
    select c.id, c.version, c.status, c.mode_after as mode, c.evaluated_at as "evaluatedAt",
      u.name as "evaluatedBy", c.reason, c.certified_final as "certifiedFinal",
      c.delivered_at::text as "deliveredAt", c.report
    from evaluation_cycles c left join users u on u.id = c.evaluated_by
    where c.tenant_id = ${tenantId}::uuid and c.cadence = ${cadence} and c.cycle_key = ${cycleKey}
    order by c.version desc limit 50`;
}

async function deadlineOf(tx: Transaction, tenantId: string, run: CycleRun): Promise<string | null> {
  if (run.scope.cadence === "weekly") return null;
  const { holidays } = await tx.tenant.findUniqueOrThrow({
    where: { id: tenantId },
    select: { holidays: true },
  });
  return closeDeadline(run.scope.period.end, run.policy.compiled.closeTimelinessDays, holidays.map(isoDate));
}

function outcomeOf(run: CycleRun, report: Report, status: "OPEN" | "CLOSED"): Outcome {
  const known = new Map(run.policy.compiled.triggers.map((trigger) => [trigger.id, trigger]));
  return {
    status,
    mode: { before: report.mode.before, after: report.mode.after },
    reasonCodes: report.final_outcome.reason_codes,
    triggers: report.trigger_evaluation.map((trigger) => {
      return {
        triggerId: trigger.trigger_id,
        state: trigger.state,
        value: judgedValue(known.get(trigger.trigger_id), trigger.computed_values),
        name: known.get(trigger.trigger_id)?.name ?? "",
        unit: known.get(trigger.trigger_id)?.thresholds?.unit ?? "",
        inputsMissing: trigger.inputs_missing,
        carriedFrom: trigger.carried_from ?? null,
      };
    }),
    escalations: report.escalations_emitted.filter(({ emitted }) => emitted).map(({ rule }) => rule),
  };
}

function missingFields({ policy, document }: CycleRun): string[] {
  const present = document.dataset?.fields;
  return present ? policy.compiled.minimumFields.filter((field) => !present.includes(field)) : [];
}

export async function inputLines(
  tx: Transaction,
  run: Pick<CycleRun, "policy" | "scope" | "inputs">,
  cycleId: string | null,
  at: Date,
): Promise<InputLine[]> {
  const { tenantId } = run.scope;
  const used = cycleId
    ? await tx.cycleInput.findMany({ where: { tenantId, cycleId }, select: { name: true, value: true } })
    : [];
  const authors = await overrideAuthors(tx, run, at);
  const asked = inputsAskedFor(run.policy.compiled);
  return run.inputs.map((input) => {
    const before = used.find(({ name }) => name === input.name);
    const value = valueUsed(input);
    const same = before === undefined || JSON.stringify(before.value) === JSON.stringify(value);
    return {
      name: input.name,
      unit: input.unit,
      value,
      spineValue: input.value,
      override: overrideOf(input, authors),
      evaluatedWith: same ? null : { value: before.value as InputValue | null },
      source: input.source,
      series: seriesOf(input),
      isSupplied: input.toSupply !== undefined,
      triggers: run.policy.compiled.triggers
        .filter(({ id }) => serves(input.name, asked.get(id) ?? []))
        .map(({ shortId }) => shortId),
    };
  });
}

/** As the spine has it, as a formula asks for it, or as the contract knows the name. */
function seriesOf({ name, value, toSupply }: UsedInput): number | null {
  if (Array.isArray(value)) return value.length;
  if (toSupply) return toSupply.series;
  return CONTRACT_INPUTS.get(name)?.kind === "monthly" ? MONTHS_OF_A_SERIES : null;
}

type Author = { by: string; at: Date };

async function overrideAuthors(
  tx: Transaction,
  { scope }: Pick<CycleRun, "scope">,
  at: Date,
): Promise<Map<string, Author>> {
  const ids = [...(await activeOverrides(tx, scope, at)).values()].map(({ id }) => id);
  const rows = await tx.inputOverride.findMany({
    where: { tenantId: scope.tenantId, id: { in: ids } },
    select: { id: true, createdAt: true, author: { select: { user: { select: { name: true } } } } },
  });
  return new Map(rows.map(({ id, createdAt, author }) => [id, { by: author.user.name, at: createdAt }]));
}

function overrideOf({ override }: UsedInput, authors: Map<string, Author>): InputLine["override"] {
  const author = override && authors.get(override.id);
  return author ? { value: override.value, reason: override.reason, ...author } : null;
}
