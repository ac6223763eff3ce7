import Link from "next/link";
import type { ReactNode } from "react";
import { ActionStatusBadge, OutcomeBadge } from "@/components/governance/action-badges";
import { leverInWords, leverName, leverValueInWords } from "@/components/governance/lever-words";
import { CONSTRAINT_WORDS, metricFigure } from "@/components/governance/metric-words";
import { formatDateTime } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import type { Action } from "@/kernel/revenue/contract";
import { metric } from "@/kernel/revenue/metrics";
import { CFO_GATE_WORDS } from "@/lib/queries/cfo-gate-words";
import type { CycleDifference, GoneAction, NewAction, PastResult } from "@/lib/queries/cycle-difference";
import type { RevenueCycleScreen } from "@/lib/queries/revenue-cycle";
import { HELD_BACK_WORDS, inPlainWords } from "../../../_components/kernel-words";
import classes from "./cycle.module.css";

/** What this cycle says otherwise than the one before, and because of which results. */
export function Difference({ cycle, company }: { cycle: RevenueCycleScreen; company: string }) {
  const { previous, difference } = cycle;
  if (previous === null || difference === null) {
    return (
      <Section title="Against the cycle before">
        <p className={classes.note}>This is the company's first cycle.</p>
      </Section>
    );
  }
  const { learnt, added, altered, repeated, gone } = difference;
  return (
    <Section
      title="Against the cycle before"
      description={
        <>
          Compared with the{" "}
          <Link href={`${company}/revenue/cycles/${previous.id}`} className={classes.link}>
            cycle of {formatDateTime(previous.executedAt)}
          </Link>
          . Two actions are the same when they change the same thing to the same value.
        </>
      }
    >
      <Findings difference={difference} />
      <Part
        title="Results that came in since"
        items={learnt}
        none="None: no action was measured or ended in between."
      >
        {(result) => <Result key={`${result.action_id} ${result.status}`} result={result} />}
      </Part>
      <Part title="New" items={added}>
        {(each) => (
          <li key={each.action.action_id}>
            {nameOf(each.action)}. <Because of={each} />
          </li>
        )}
      </Part>
      <Part title="Asked for again, to another value" items={altered}>
        {(each) => (
          <li key={each.action.action_id}>
            {nameOf(each.action)}, not{" "}
            {leverValueInWords(each.action.owner_subsystem, each.action.proposed_change.field, each.before)}.{" "}
            <Because of={each} />
          </li>
        )}
      </Part>
      <Part title="Asked for again" items={repeated}>
        {(action) => <li key={action.action_id}>{nameOf(action)}.</li>}
      </Part>
      <Part title="No longer asked for" items={gone}>
        {(each) => (
          <li key={each.action.action_id}>
            {nameOf(each.action)}. {whyGone(each)} {each.status && <ActionStatusBadge status={each.status} />}
          </li>
        )}
      </Part>
    </Section>
  );
}

/** A part of the comparison; left out where it is empty and nothing is said for that. */
function Part<T>({
  title,
  items,
  none,
  children,
}: {
  title: string;
  items: readonly T[];
  none?: string;
  children: (item: T) => ReactNode;
}) {
  if (items.length === 0 && none === undefined) return null;
  return (
    <div>
      <h3 className={classes.heading}>{items.length > 0 ? `${title} (${items.length})` : title}</h3>
      {items.length === 0 ? (
        <p className={classes.note}>{none}</p>
      ) : (
        <ul className={classes.list}>{items.map(children)}</ul>
      )}
    </div>
  );
}

/** Constraint, priority and gates, in a sentence each. */
function Findings({ difference }: { difference: CycleDifference }) {
  const { constraint, priority, gatesTriggered, gatesEased } = difference;
  const names = (gates: readonly (keyof typeof CFO_GATE_WORDS)[]) =>
    gates.map((gate) => CFO_GATE_WORDS[gate].name.toLowerCase()).join(", ");
  const sentences = [
    constraint
      ? `${CONSTRAINT_WORDS[constraint[1]]} binds now; ${CONSTRAINT_WORDS[constraint[0]].toLowerCase()} did before.`
      : "The same constraint binds as before.",
    priority && `The priority is ${metric(priority[1]).name} and no longer ${metric(priority[0]).name}.`,
    gatesTriggered.length > 0 && `Newly triggered: ${names(gatesTriggered)}.`,
    gatesEased.length > 0 && `No longer triggered: ${names(gatesEased)}.`,
  ].filter((sentence) => typeof sentence === "string");
  return <p className={classes.text}>{sentences.join(" ")}</p>;
}

function Result({ result }: { result: PastResult }) {
  const { target_metric: id, baseline_value: before, observed_value: after, outcome, status } = result;
  const { name, unit } = metric(id);
  const measured =
    after === null
      ? "not measured"
      : `${name} from ${metricFigure(before, unit)} to ${metricFigure(after, unit)}`;
  return (
    <li>
      {leverInWords(result.lever)}, {result.target_entity.name}: {measured}{" "}
      {outcome && <OutcomeBadge outcome={outcome} />}{" "}
      {status === "rejected" ? "A person said no, or took it back." : <ActionStatusBadge status={status} />}
    </li>
  );
}

/** The results at the same place say it best; else the score does, which past results moved or left alone. */
function Because({ of: { action, results } }: { of: NewAction }) {
  const { learning } = action.cfo_score;
  if (results.length > 0) {
    const [result] = results;
    return <>Because of the result there: {result && fateOf(result)}.</>;
  }
  if (learning > 0) return <>It has worked here before, which counts for it.</>;
  if (learning < 0) return <>It is among the best although it did not work here before.</>;
  return <>It was not tried here before, and is among the best now.</>;
}

function fateOf({ status, outcome }: PastResult): string {
  if (status === "rejected") return "a person said no, or took it back";
  if (status === "aborted") return "it was stopped";
  if (outcome === "improved") return "the metric improved";
  return outcome === "hurt" ? "the metric got worse" : "nothing measurable came of it";
}

function whyGone({ heldBack, results }: GoneAction): string {
  if (heldBack) return `${HELD_BACK_WORDS[heldBack.by]}: ${inPlainWords(heldBack.reason)}`;
  const [result] = results;
  if (result) return `Because of its result: ${fateOf(result)}.`;
  return "Others are worth more now, or what spoke for it is gone.";
}

function nameOf({
  owner_subsystem: subsystem,
  proposed_change: change,
  target_entity: entity,
  ...action
}: Action): string {
  const to = leverValueInWords(subsystem, change.field, change.new_value);
  return `${leverName(subsystem, change.field)}, ${entity.name}: to ${to}${action.type === "experiment" ? ", as an experiment" : ""}`;
}
