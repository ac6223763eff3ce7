import {
  IconArrowBackUp,
  IconBan,
  IconBulb,
  IconCheck,
  IconCircleX,
  IconHandStop,
  IconPlayerPlay,
  IconRefresh,
  IconSend,
  IconSignature,
  IconX,
  type TablerIcon,
} from "@tabler/icons-react";
import Link from "next/link";
import { Moment } from "@/components/ui/moment";
import { Section } from "@/components/ui/section";
import type { ActionStep } from "@/lib/queries/action-steps";
import type { RevenueActionScreen } from "@/lib/queries/revenue-action";
import classes from "./action.module.css";

type Said = { icon: TablerIcon; words: string };

const MOVES: Record<Extract<ActionStep, { kind: "moved" }>["to"], Said> = {
  pending: { icon: IconBulb, words: "put it up" },
  awaiting_signoff: { icon: IconSend, words: "put it up for signature" },
  executing: { icon: IconPlayerPlay, words: "executed it: the value is written and the observation runs" },
  completed: { icon: IconCheck, words: "observed it: it did what was expected" },
  failed: { icon: IconCircleX, words: "ended it: failed" },
  aborted: { icon: IconHandStop, words: "stopped it" },
  reverted: { icon: IconArrowBackUp, words: "took it back" },
};

const REQUEST_STEPS: Record<Extract<ActionStep, { kind: "request" }>["action"], Said> = {
  SUBMIT: { icon: IconSend, words: "put it up for signature" },
  SIGN: { icon: IconSignature, words: "signed" },
  APPROVE: { icon: IconSignature, words: "signed, which approved it" },
  DENY: { icon: IconX, words: "denied it" },
  REFUSE: { icon: IconBan, words: "tried to sign and was refused" },
  REEVALUATE: { icon: IconRefresh, words: "had the gate decide again" },
  WITHDRAW: { icon: IconArrowBackUp, words: "withdrew the request" },
};

/** The life of the action so far, oldest first; each step leads to its entry in the log. */
export function Steps({ screen, company }: { screen: RevenueActionScreen; company: string }) {
  return (
    <Section title="What happened">
      <ol className={classes.list}>
        {screen.steps.map((step) => (
          <li key={`${step.kind} ${step.logSeq}`} className={classes.step}>
            <Step step={step} screen={screen} company={company} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Step({ step, screen, company }: { step: ActionStep; screen: RevenueActionScreen; company: string }) {
  const { icon: Icon, words, who, reason } = saidOf(step);
  return (
    <>
      <Icon size={18} aria-hidden />
      <div>
        {step.kind === "asked" ? (
          <Link href={`${company}/revenue/cycles/${screen.cycle.id}`} className={classes.link}>
            A cycle asked for it
          </Link>
        ) : (
          <>
            <strong>{who}</strong> {words}
          </>
        )}
        {reason && <div>{reason}</div>}
        <p className={classes.note}>
          <Moment at={step.at} />
          {step.logSeq !== null && (
            <>
              {" · "}
              <Link href={`${company}/log/${step.logSeq}`} className={classes.link}>
                Log entry {step.logSeq}
              </Link>
            </>
          )}
        </p>
      </div>
    </>
  );
}

function saidOf(step: ActionStep): Said & { who: string; reason: string | null } {
  if (step.kind === "asked") return { icon: IconBulb, words: "", who: "", reason: null };
  if (step.kind === "moved") return { ...MOVES[step.to], who: step.by, reason: step.reason };
  const who = step.as ? `${step.by} as ${step.as}` : step.by;
  return { ...REQUEST_STEPS[step.action], who, reason: step.reason };
}
