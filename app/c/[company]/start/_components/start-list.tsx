import { Progress } from "@mantine/core";
import { IconCircle, IconCircleCheck, IconClock } from "@tabler/icons-react";
import { ReasonCodeText } from "@/components/governance/reason-code-text";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import type { ReasonCode } from "@/kernel/enforcement";
import type { Role } from "@/lib/auth/permissions";
import type { GettingStarted, StartPart } from "@/lib/queries/getting-started";
import { DismissButton } from "./dismiss-button";
import classes from "./start.module.css";
import { opensInWords, type ShownStep, stepsFor, whoCan } from "./start-words";

type Props = { started: GettingStarted; role: Role; company: string; slug: string; mayDismiss: boolean };

/** The checklist of a new company. Nothing is ticked off by hand: each step is done when the data says so. */
export function StartList({ started, role, company, slug, mayDismiss }: Props) {
  const { yours, others, done, minutesLeft } = stepsFor(role, started);
  const total = started.steps.length;
  const groups = [
    { title: "For you", steps: yours },
    { title: "For others", steps: others },
    { title: "Done", steps: done },
  ];
  return (
    <Section
      title="Getting started"
      description={
        done.length === total
          ? "Every step is done."
          : `${done.length} of ${total} steps are done; the rest takes about ${minutesLeft} ${minutesLeft === 1 ? "minute" : "minutes"}.`
      }
      actions={mayDismiss && started.hasClosedCycle && !started.isDismissed && <DismissButton slug={slug} />}
    >
      <Progress
        value={(100 * done.length) / total}
        aria-label={`${done.length} of ${total} steps are done`}
      />
      {groups
        .filter(({ steps }) => steps.length > 0)
        .map(({ title, steps }) => (
          <section key={title} aria-label={title}>
            <h3 className={classes.group}>{title}</h3>
            <ol className={classes.steps}>
              {steps.map((step) => (
                <Step key={step.id} shown={step} started={started} company={company} />
              ))}
            </ol>
          </section>
        ))}
    </Section>
  );
}

function Step({ shown, started, company }: { shown: ShownStep; started: GettingStarted; company: string }) {
  const { step, number, title, why, minutes, needs, isYours } = shown;
  const Icon = step.isDone ? IconCircleCheck : IconCircle;
  return (
    <li className={classes.step} value={number} data-done={step.isDone}>
      <Icon size={20} stroke={1.8} className={classes.mark} aria-hidden />
      <div className={classes.words}>
        <h4 className={classes.title}>
          {number}. {title}
          {step.isDone && <span className="visually-hidden"> (done)</span>}
        </h4>
        {!step.isDone && (
          <>
            <p className={classes.why}>{why}</p>
            <Parts parts={step.parts} />
            {shown.id === "cycle" && <Opens firstClose={started.firstClose} />}
            {shown.id === "cycle" && <HeldUp codes={started.heldUpBy} company={company} />}
            <p className={classes.note}>
              <IconClock size={14} aria-hidden /> About {minutes} {minutes === 1 ? "minute" : "minutes"} ·{" "}
              {isYours ? "you can do this" : whoCan(needs, started.staffed)}
            </p>
          </>
        )}
      </div>
      {!step.isDone && isYours && <Way shown={shown} started={started} company={company} />}
    </li>
  );
}

/** What a step is made of, each with a sign and a word: colour is not needed to tell them apart. */
function Parts({ parts }: { parts: readonly StartPart[] }) {
  if (parts.length === 0) return null;
  return (
    <ul className={classes.parts}>
      {parts.map(({ label, isDone }) => (
        <li key={label} className={classes.part} data-done={isDone}>
          {isDone ? <IconCircleCheck size={14} aria-hidden /> : <IconCircle size={14} aria-hidden />}
          {label}
          <span className="visually-hidden">{isDone ? ": there" : ": missing"}</span>
        </li>
      ))}
    </ul>
  );
}

function Opens({ firstClose }: Pick<GettingStarted, "firstClose">) {
  const words = opensInWords(firstClose);
  return words && <p className={classes.why}>{words}</p>;
}

function HeldUp({ codes, company }: { codes: readonly ReasonCode[]; company: string }) {
  if (codes.length === 0) return null;
  return (
    <div className={classes.why}>
      The last evaluation could not close:
      {codes.map((code) => (
        <div key={code}>
          <ReasonCodeText code={code} href={`${company}/codes/${code}`} />
        </div>
      ))}
    </div>
  );
}

/** To where it is done. */
function Way({ shown, started, company }: { shown: ShownStep; started: GettingStarted; company: string }) {
  return (
    <LinkButton href={`${company}${shown.path(started)}`} size="xs" variant="light">
      {shown.action}
    </LinkButton>
  );
}
