/**
 * What would follow if the coming months closed with assumed figures. Each month is an ordinary run on the real
 * history and the assumed months before it; there is no second rule, so the forecast and the later close agree.
 */
import { run } from "../decide";
import type { CrmHygiene, HistoryEntry, RunDocument } from "../document";
import { situationOf } from "../gates/situation";
import type { CompiledEscalation, CompiledPolicy } from "../policy";
import type { ModeReport, TriggerEvaluation } from "../report";
import type { TriggerState } from "../vocabulary";
import { type GateOutlook, gateOutlook } from "./gate-outlook";

/** A monthly close that has not happened. */
export interface AssumedMonth {
  /** `2026-11` */
  readonly key: string;
  readonly monthIndex: number | null;
  /** By name; an input that is left out is missing. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly crmHygiene: CrmHygiene | null;
}

export interface WhatIf {
  /** The closed cycles, oldest first. */
  readonly history: readonly HistoryEntry[];
  readonly months: readonly AssumedMonth[];
}

export interface ProjectedMonth {
  readonly key: string;
  /** In the order of the policy. */
  readonly triggers: readonly (TriggerEvaluation & { readonly shortId: string })[];
  readonly mode: ModeReport;
  /** Rules that are due with this month. */
  readonly escalations: readonly Pick<CompiledEscalation, "rule" | "action">[];
  readonly gates: readonly GateOutlook[];
  /** Each input that was asked for and not given. Such a close would stay open until it is. */
  readonly inputsMissing: readonly string[];
}

/**
 * Month after month. One with missing inputs counts with its UNKNOWN states in the months after it: left out, a
 * missing figure would improve what follows.
 */
export function projectMonths(policy: CompiledPolicy, { history, months }: WhatIf): ProjectedMonth[] {
  const past = [...history];
  const outlooks = new Map<string, GateOutlook[]>();
  return months.map((month) => {
    const report = run(documentOf(policy, month, past), policy, { logWillTake: true });
    const triggers = report.trigger_evaluation.map((evaluation, at) => ({
      ...evaluation,
      shortId: policy.triggers[at]?.shortId ?? evaluation.trigger_id,
    }));
    past.push({
      cycle_id: month.key,
      cadence: "monthly_close",
      states: Object.fromEntries(triggers.map(({ trigger_id, state }) => [trigger_id, state])),
    });
    const states = Object.fromEntries(triggers.map(({ shortId, state }) => [shortId, state]));
    return {
      key: month.key,
      triggers,
      mode: report.mode,
      escalations: policy.escalations.filter(({ rule }) =>
        report.escalations_emitted.some((each) => each.emitted && each.rule === rule),
      ),
      gates: outlookOf(policy, { states, mode: report.mode.after, crmHygiene: month.crmHygiene }, outlooks),
      inputsMissing: [...new Set(triggers.flatMap(({ inputs_missing }) => inputs_missing))],
    };
  });
}

/** The close is assumed to be delivered whole and in time; everything else is what was typed. */
function documentOf(
  policy: CompiledPolicy,
  { key, monthIndex, inputs, crmHygiene }: AssumedMonth,
  history: readonly HistoryEntry[],
): RunDocument {
  return {
    trace_id: `what-if/${key}`,
    evaluated_at: `${key}-01T00:00:00Z`,
    // The policy is compiled already; a run under a compiled policy reads no artifacts.
    artifacts: {},
    cycle: { id: key, cadence: "monthly_close", month_index: monthIndex },
    inputs: { ...inputs },
    dataset: { fields: [...policy.minimumFields] },
    crm_hygiene: crmHygiene,
    history: [...history],
  };
}

type Facts = {
  states: Readonly<Record<string, TriggerState>>;
  mode: ModeReport["after"];
  crmHygiene: CrmHygiene | null;
};

/** Months in the same situation share their answer. */
function outlookOf(policy: CompiledPolicy, facts: Facts, known: Map<string, GateOutlook[]>): GateOutlook[] {
  const key = JSON.stringify(facts);
  const outlook = known.get(key) ?? gateOutlook(policy, situationOf(policy, facts));
  known.set(key, outlook);
  return outlook;
}
