import {
  type Cadence,
  type CompiledTrigger,
  type GateOutlook,
  gateOutlook,
  type TriggerState,
  type Unit,
} from "../../kernel/enforcement";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { type Result, settle } from "../failures";
import type { ClosedCycle } from "./cycle-history";
import { type OpenEscalation, openEscalations } from "./escalations";
import { type HeldUpCycle, heldUpCycle } from "./held-up-cycle";
import { inputsAskedFor, serves } from "./inputs-asked-for";
import { type MissingData, missingData } from "./missing-data";
import { loadMode, type ModeNow } from "./mode-now";
import { type NextClose, nextClose } from "./next-close";
import { type RevenuePulse, revenuePulse } from "./revenue-pulse";
import { loadSituation, type PresentSituation } from "./situation";
import { lineOf, type TriggerPoint, triggerPoints, yearBefore } from "./trigger-series";
import { type Person, type Waiting, waitingFor } from "./waiting";

export type TriggerCard = {
  id: string;
  shortId: string;
  name: string;
  critical: boolean;
  state: TriggerState;
  value: number | null;
  unit: Unit | null;
  thresholds: CompiledTrigger["thresholds"];
  /** Beside the judged figure, for T1 and T2: the average whose gap is judged. */
  computed: Record<string, number | null>;
  inputsMissing: string[];
  /** The cycle whose figure this is, and the day it speaks of. */
  asOf: { periodEnd: string; cadence: Cadence; cycleKey: string } | null;
  /** The monthly close whose state a weekly cycle carries. */
  carriedFrom: string | null;
  sources: string[];
  overridden: boolean;
  series: { periodEnd: string; cadence: Cadence; value: number | null; state: TriggerState }[];
};

export type CycleName = { cadence: Cadence; cycleKey: string; periodEnd: string; evaluatedAt: Date };

export type Overview = {
  policyVersion: string;
  /** Null before the first closed cycle: then every gate is closed and there is nothing to draw. */
  cycle: CycleName | null;
  mode: ModeNow | null;
  heldUp: HeldUpCycle | null;
  /** What the unknown triggers of the newest evaluation hold up; null while all is known. */
  missing: MissingData | null;
  triggers: TriggerCard[];
  gates: GateOutlook[];
  waiting: Waiting;
  escalations: OpenEscalation[];
  nextClose: NextClose;
  /** Null before the first cycle of the Revenue OS kernel. */
  revenue: RevenuePulse | null;
};

const POINTS = 1_000;

/** The first screen: everything in one transaction, so that its parts speak of one moment. */
export function loadOverview(person: Person, at: Date): Promise<Result<Overview>> {
  return settle(() =>
    inTenant(person, async (tx) => {
      const present = await loadSituation(tx, person.tenantId);
      const { policy, cycle, situation } = present;
      const heldUp = await heldUpCycle(tx, person.tenantId, cycle);
      return {
        policyVersion: policy.version,
        cycle: cycle && cycleName(cycle),
        heldUp,
        missing: await missingData(tx, person.tenantId, { present, heldUp, at }),
        mode: cycle && (await loadMode(tx, person.tenantId, present, cycle)),
        triggers: cycle ? await loadCards(tx, person.tenantId, present, cycle, at) : [],
        gates: gateOutlook(policy.compiled, situation),
        waiting: await waitingFor(tx, person, present, at),
        escalations: await openEscalations(tx, person.tenantId),
        nextClose: await nextClose(tx, person.tenantId, policy.compiled, at),
        revenue: await revenuePulse(tx, person.tenantId),
      };
    }),
  );
}

function cycleName(cycle: ClosedCycle): CycleName {
  return {
    cadence: cycle.cadence,
    cycleKey: cycle.cycleKey,
    periodEnd: cycle.periodEnd.toISOString().slice(0, 10),
    evaluatedAt: cycle.evaluatedAt,
  };
}

type Evaluation = {
  triggerId: string;
  state: TriggerState;
  value: number | null;
  computed: Record<string, number | null>;
  inputsMissing: string[];
  carriedFrom: string | null;
};

async function loadCards(
  tx: Transaction,
  tenantId: string,
  { policy }: PresentSituation,
  cycle: ClosedCycle,
  at: Date,
): Promise<TriggerCard[]> {
  const evaluations = await tx.$queryRaw<Evaluation[]>`
    select trigger_id as "triggerId", state, value::float8 as value, computed_values as computed,
      inputs_missing as "inputsMissing", carried_from as "carriedFrom"
    from trigger_evaluations where tenant_id = ${tenantId}::uuid and cycle_id = ${cycle.id}::uuid`;
  const points = await triggerPoints(tx, tenantId, { since: yearBefore(at), limit: POINTS });
  const asOf = new Map(evaluations.map((each) => [each.triggerId, ownPoint(each, cycle, points)]));
  const cycleIds = [...new Set([...asOf.values()].flatMap((point) => (point ? [point.cycleId] : [])))];
  const inputs = await tx.cycleInput.findMany({
    where: { tenantId, cycleId: { in: [...cycleIds, cycle.id] } },
    select: { cycleId: true, name: true, sourceTable: true, overrideId: true },
  });
  const askedFor = inputsAskedFor(policy.compiled);
  return policy.compiled.triggers.map((trigger) => {
    const evaluation = evaluations.find(({ triggerId }) => triggerId === trigger.id);
    const point = asOf.get(trigger.id);
    const sourceCycle = point?.cycleId ?? cycle.id;
    const used = inputs.filter(
      ({ cycleId, name }) => cycleId === sourceCycle && serves(name, askedFor.get(trigger.id) ?? []),
    );
    return {
      id: trigger.id,
      shortId: trigger.shortId,
      name: trigger.name,
      critical: trigger.critical,
      state: evaluation?.state ?? "UNKNOWN",
      value: evaluation?.value ?? point?.value ?? null,
      unit: trigger.thresholds?.unit ?? null,
      thresholds: trigger.thresholds,
      computed: point?.computed ?? evaluation?.computed ?? {},
      inputsMissing: evaluation?.inputsMissing ?? [],
      asOf: point ? { periodEnd: point.periodEnd, cadence: point.cadence, cycleKey: point.cycleKey } : null,
      carriedFrom: evaluation?.carriedFrom ?? null,
      sources: [...new Set(used.flatMap(({ sourceTable }) => sourceTable.split(/,\s*/)))].sort(),
      overridden: used.some(({ overrideId }) => overrideId !== null),
      series: lineOf(points.filter(({ triggerId }) => triggerId === trigger.id)).map(seriesPoint),
    };
  });
}

/** The cycle that an evaluation's figure is from: this one, or the close it was carried from. */
function ownPoint(
  { triggerId, carriedFrom }: Evaluation,
  cycle: ClosedCycle,
  points: readonly TriggerPoint[],
): TriggerPoint | undefined {
  return points.find(
    (point) =>
      point.triggerId === triggerId &&
      (carriedFrom === null
        ? point.cycleId === cycle.id
        : point.cadence === "monthly_close" && point.cycleKey === carriedFrom),
  );
}

function seriesPoint({ periodEnd, cadence, value, state }: TriggerPoint) {
  return { periodEnd, cadence, value, state };
}
