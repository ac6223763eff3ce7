/**
 * A company that is run as the application runs it, in memory: evaluations under the policy of their time, later cycles
 * run again after a correction, requests decided on the newest closed cycle. It goes by whole runs of the kernel and sorts
 * what it has stored each time anew, so that the backtest, which does neither, can be held against it.
 */
import { run } from "../decide";
import type { GateRequest, HistoryEntry, RunDocument } from "../document";
import { decideRequest } from "../gates/decide-request";
import { type Situation, situationOf } from "../gates/situation";
import type { PolicyHistory, RecordedCycle, RecordedDecision } from "../knowledge/backtest-history";
import type { CompiledPolicy } from "../policy";
import type { ReasonCode } from "../reason-codes";
import type { GateDecision } from "../report";
import { type Cadence, type TriggerState, triggerShortId } from "../vocabulary";

export const KEEPS_OPEN: readonly ReasonCode[] = ["CFO-12", "CFO-16", "CFO-17", "CFO-31"];

export interface CycleOrder {
  readonly cadence: Cadence;
  readonly cycleKey: string;
  readonly periodEnd: string;
  readonly at: string;
  /** Everything of the run but its artifacts, history and cycle. */
  readonly given: Pick<RunDocument, "inputs" | "close" | "dataset" | "crm_hygiene">;
}

export interface RequestOrder {
  readonly request: GateRequest;
  readonly at: string;
  readonly signatures?: RecordedDecision["signatures"];
  readonly approved?: boolean;
  readonly endedByPerson?: boolean;
}

interface Policy {
  readonly compiled: CompiledPolicy;
  readonly version: string;
}

type Row = RecordedCycle & {
  readonly document: NonNullable<RecordedCycle["document"]>;
  readonly policy: Policy;
};

export class RecordedCompany {
  readonly cycles: Row[] = [];
  readonly decisions: RecordedDecision[] = [];
  private inForce: Policy;
  private signed: Policy | null = null;

  constructor(compiled: CompiledPolicy, version = "1.0.0") {
    this.inForce = { compiled, version };
  }

  /** Comes into force with the first new cycle that closes under it. */
  sign(compiled: CompiledPolicy, version: string): void {
    this.signed = { compiled, version };
  }

  history(policyHash = "1.0.0", until = "2027-01-01T00:00:00.000Z"): PolicyHistory {
    const { cycles, decisions } = this;
    return { policyHash, cycles, decisions, keepsOpen: KEEPS_OPEN, until };
  }

  /** The newest closed version of each cycle, in the order in which each first closed. */
  closed(): Row[] {
    const rows = this.cycles.filter(({ status }) => status === "CLOSED");
    const ofSame = (row: Row) =>
      rows.filter(({ cadence, cycleKey }) => cadence === row.cadence && cycleKey === row.cycleKey);
    const place = (row: Row) =>
      [
        ofSame(row)
          .map(({ evaluatedAt }) => evaluatedAt)
          .sort()[0],
        row.periodEnd,
        row.cadence,
      ].join(" ");
    return rows
      .filter((row) => ofSame(row).every(({ version }) => version <= row.version))
      .sort((a, b) => (place(a) < place(b) ? -1 : 1));
  }

  /** Null where the kernel rejects the run, so that nothing is stored. */
  evaluate({ cadence, cycleKey, periodEnd, at, given }: CycleOrder): Row | null {
    const closed = this.closed();
    const place = closed.findIndex((row) => row.cadence === cadence && row.cycleKey === cycleKey);
    const earlier = place < 0 ? closed : closed.slice(0, place);
    const document = { trace_id: `${cadence}/${cycleKey}`, evaluated_at: at, ...given } as Row["document"];
    const cycle = { id: cycleKey, cadence, ...(cadence === "monthly_close" && { month_index: 3 }) };
    const policy = closed[place]?.policy ?? this.signed ?? this.inForce;
    const order = { cadence, cycleKey, periodEnd, at };
    const row = this.store({ ...document, cycle }, order, { history: earlier.map(entryOf), policy });
    if (row?.status === "CLOSED" && policy === this.signed) {
      this.inForce = policy;
      this.signed = null;
    }
    if (row === null || row.status === "OPEN" || place < 0) return row;
    const before = closed[place];
    if (before && same(before.states, row.states)) return row;
    const history = [...earlier.map(entryOf), entryOf(row)];
    for (const later of closed.slice(place + 1)) {
      const again = this.store(later.document, { ...later, at }, { history, policy: later.policy }, true);
      if (again) history.push(entryOf(again));
    }
    return row;
  }

  private store(
    document: Row["document"],
    { cadence, cycleKey, periodEnd, at }: Omit<CycleOrder, "given">,
    { history, policy }: { history: readonly HistoryEntry[]; policy: Policy },
    isRerun = false,
  ): Row | null {
    const report = run({ ...document, artifacts: {}, history: [...history] }, policy.compiled, {
      logWillTake: true,
    });
    const { outcome, reason_codes: codes } = report.final_outcome;
    if (outcome === "REJECTED" && !isRerun) return null;
    const stays = !isRerun && codes.some((code) => KEEPS_OPEN.includes(code));
    const row: Row = {
      id: `cycle ${this.cycles.length}`,
      cadence,
      cycleKey,
      version:
        1 + this.cycles.filter((each) => each.cadence === cadence && each.cycleKey === cycleKey).length,
      periodEnd,
      evaluatedAt: at,
      status: stays ? "OPEN" : "CLOSED",
      policyVersion: policy.version,
      policyHash: policy.version,
      policy,
      document,
      crmHygiene: document.crm_hygiene ?? null,
      states: Object.fromEntries(
        report.trigger_evaluation.map(({ trigger_id, state }) => [trigger_id, state]),
      ),
      mode: report.mode.after,
      escalationsDue: report.escalations_emitted.filter(({ emitted }) => emitted).map(({ rule }) => rule),
      inputsMissing: report.trigger_evaluation.flatMap(({ inputs_missing }) => inputs_missing),
      fieldsLookedFor: policy.compiled.minimumFields,
    };
    this.cycles.push(row);
    return row;
  }

  decide({
    request,
    at,
    signatures = "none",
    approved = false,
    endedByPerson = false,
  }: RequestOrder): RecordedDecision {
    const cycle = this.closed().at(-1) ?? null;
    const situation = this.situation(cycle);
    const { compiled, version } = this.inForce;
    const signed = this.onceSigned(situation, request);
    const unsigned = decideRequest(compiled, situation, { ...request, signoffs: [] });
    const given = decideRequest(compiled, situation, request);
    const answer = { none: unsigned, given, all_asked: signed }[signatures];
    const decision: RecordedDecision = {
      id: `decision ${this.decisions.length}`,
      seq: this.decisions.length,
      reference: request.request_id,
      gateId: request.gate_id,
      decidedAt: at,
      cycleId: cycle?.id ?? null,
      policyVersion: version,
      policyHash: version,
      request,
      signatures,
      external: false,
      endedByPerson,
      approved,
      answer,
      signable: signed.decision === "ALLOWED",
    };
    this.decisions.push(decision);
    return decision;
  }

  private situation(cycle: Row | null): Situation {
    const states = Object.entries(cycle?.states ?? {}).map(
      ([id, state]) => [triggerShortId(id), state] as const,
    );
    return situationOf(this.inForce.compiled, {
      states: Object.fromEntries(states),
      mode: cycle?.mode ?? "DEFENSIVE",
      crmHygiene: cycle?.crmHygiene ?? null,
    });
  }

  /** With every role that a request may be asked to bring, as often as it takes. */
  private onceSigned(situation: Situation, request: GateRequest): GateDecision {
    let decision = decideRequest(this.inForce.compiled, situation, { ...request, signoffs: [] });
    for (let round = 0; round < 4; round += 1) {
      const roles = decision.missing.flatMap((item) => (item.startsWith("signoff:") ? [item.slice(8)] : []));
      const before = decision.signoffs;
      const signoffs = [...new Set([...before, ...roles])].map((role) => ({ role, by: `the ${role}` }));
      decision = decideRequest(this.inForce.compiled, situation, { ...request, signoffs });
    }
    return decision;
  }
}

function entryOf({ cycleKey, cadence, states }: Row): HistoryEntry {
  return { cycle_id: cycleKey, cadence, states: { ...states } };
}

function same(a: Readonly<Record<string, TriggerState>>, b: Readonly<Record<string, TriggerState>>): boolean {
  return Object.entries(a).every(([id, state]) => b[id] === state);
}
