import {
  IconCircle,
  IconCircleCheck,
  IconCircleDot,
  IconCircleMinus,
  type TablerIcon,
} from "@tabler/icons-react";
import { Moment } from "@/components/ui/moment";
import type { LifeStep } from "./life-steps";
import classes from "./version.module.css";

const MARKS: Record<LifeStep["state"], { icon: TablerIcon; said: string; color: string }> = {
  done: { icon: IconCircleCheck, said: "done", color: "var(--tone-good-text)" },
  now: { icon: IconCircleDot, said: "now", color: "var(--tone-info-text)" },
  next: { icon: IconCircle, said: "still to come", color: "var(--mantine-color-dimmed)" },
  ended: { icon: IconCircleMinus, said: "the end", color: "var(--tone-neutral-text)" },
};

/** The life of a version, step by step, with who and when. */
export function LifeLine({ steps }: { steps: readonly LifeStep[] }) {
  return (
    <ol className={classes.life}>
      {steps.map(({ name, state, by, at, note }) => {
        const { icon: Icon, said, color } = MARKS[state];
        return (
          <li key={name} className={classes.lifeStep} data-state={state}>
            <Icon size={20} aria-hidden color={color} className={classes.lifeMark} />
            <div>
              <p className={classes.lifeName}>
                {name}
                <span className="visually-hidden">, {said}</span>
              </p>
              {by || at ? (
                <p className={classes.small}>
                  {by}
                  {by && at ? ", " : ""}
                  {at && <Moment at={at} />}
                </p>
              ) : null}
              {note && (
                <p className={classes.small}>{state === "next" || state === "now" ? note : `“${note}”`}</p>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
