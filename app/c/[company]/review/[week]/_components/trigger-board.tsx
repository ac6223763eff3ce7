import { StateBadge } from "@/components/governance/state-badge";
import { formatComparable } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { AsOf } from "@/components/ui/page-header";
import type { BoardTrigger, ReviewBoard } from "@/lib/queries/review-board";
import classes from "./review.module.css";
import { changeWords, inputWords, stepWords } from "./review-words";

/** The weekly triggers: where they stand, what moved since the week before, and which input moved them by how much. */
export function TriggerBoard({ board, company }: { board: ReviewBoard; company: string }) {
  const { cycle, before, triggers, mode } = board;
  if (cycle === null) {
    return (
      <p className={classes.note}>
        No week has been closed yet; without one there is nothing to compare.{" "}
        <TextLink href={`${company}/cycles`} inherit underline="always">
          To the cycles
        </TextLink>
      </p>
    );
  }
  return (
    <section aria-label="Triggers of the week" className={classes.part}>
      <div className={classes.partHead}>
        <h3 className={classes.heading}>
          {cycle.cycleKey} against {before?.cycleKey ?? "nothing: it is the first week"}
        </h3>
        {mode && <StateBadge state={mode} />}
      </div>
      <ul className={classes.triggers}>
        {triggers.map((trigger) => (
          <li key={trigger.triggerId} className={classes.trigger}>
            <Trigger trigger={trigger} company={company} hasBefore={before !== null} />
          </li>
        ))}
      </ul>
      <AsOf
        at={cycle.evaluatedAt}
        source={`weekly cycle ${cycle.cycleKey}, computed from the inputs it was judged on`}
      />
    </section>
  );
}

function Trigger({
  trigger,
  company,
  hasBefore,
}: {
  trigger: BoardTrigger;
  company: string;
  hasBefore: boolean;
}) {
  const { shortId, name, unit, state, stateBefore, value, steps } = trigger;
  return (
    <>
      <div className={classes.partHead}>
        <TextLink href={`${company}/triggers/${shortId}`} fw={600}>
          {shortId} {name}
        </TextLink>
        <StateBadge state={state} />
      </div>
      <p className={classes.value}>{value === null ? "Cannot be computed" : formatComparable(value, unit)}</p>
      {hasBefore && (
        <p className={classes.note}>
          {changeWords(trigger)}
          {stateBefore !== null && stateBefore !== state && ` It was ${stateBefore}.`}
        </p>
      )}
      {steps.length > 0 && (
        <ol className={classes.steps}>
          {steps.map((step) => (
            <li key={step.input}>
              <strong>{inputWords(step)}</strong> {stepWords(step, unit)}
            </li>
          ))}
        </ol>
      )}
    </>
  );
}
