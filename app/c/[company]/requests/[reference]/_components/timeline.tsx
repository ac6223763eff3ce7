import { Text } from "@mantine/core";
import {
  IconArrowBackUp,
  IconBan,
  IconCheck,
  IconMessage,
  IconRefresh,
  IconRefreshAlert,
  IconSend,
  IconSignature,
  IconX,
  type TablerIcon,
} from "@tabler/icons-react";
import { Fragment } from "react";
import { ReasonCodeText } from "@/components/governance/reason-code-text";
import { StateBadge } from "@/components/governance/state-badge";
import { TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import { commentParts } from "@/lib/queries/mentions-in-text";
import type { DecisionStep, TimelineStep } from "@/lib/queries/request-timeline";
import classes from "./request-page.module.css";

const ACTIONS: Record<DecisionStep["action"], { icon: TablerIcon; words: string }> = {
  SUBMIT: { icon: IconSend, words: "submitted" },
  SIGN: { icon: IconSignature, words: "signed" },
  APPROVE: { icon: IconCheck, words: "signed, which approved it" },
  DENY: { icon: IconX, words: "denied" },
  REFUSE: { icon: IconBan, words: "tried to sign and was refused" },
  REEVALUATE: { icon: IconRefresh, words: "had the gate decide again" },
  WITHDRAW: { icon: IconArrowBackUp, words: "withdrew it" },
};

/** What happened, oldest first; each decision leads to its entry in the log. */
export function Timeline({
  steps,
  home,
  mentioned,
}: {
  steps: readonly TimelineStep[];
  home: string;
  /** Names of those whom comments mention, by id. */
  mentioned: ReadonlyMap<string, string>;
}) {
  return (
    <ol className={classes.plain}>
      {steps.map((step) => (
        <li key={step.id} className={classes.line}>
          {step.kind === "comment" ? (
            <>
              <IconMessage size={18} aria-hidden />
              <div>
                <Text size="sm">
                  <strong>{step.by}</strong> wrote
                </Text>
                <Text size="sm" className={classes.comment}>
                  <CommentText body={step.body} mentioned={mentioned} />
                </Text>
                <Text size="xs" c="dimmed">
                  <Moment at={step.at} />
                </Text>
              </div>
            </>
          ) : (
            <Decision step={step} home={home} />
          )}
        </li>
      ))}
    </ol>
  );
}

function CommentText({ body, mentioned }: { body: string; mentioned: ReadonlyMap<string, string> }) {
  return commentParts(body, mentioned).map(({ at, text, isMention }) =>
    isMention ? <strong key={at}>{text}</strong> : <Fragment key={at}>{text}</Fragment>,
  );
}

function Decision({ step, home }: { step: DecisionStep; home: string }) {
  const isStale = step.action === "REEVALUATE" && step.outcome === "BLOCKED" && !onlySignaturesMissing(step);
  const Icon = isStale ? IconRefreshAlert : ACTIONS[step.action].icon;
  return (
    <>
      <Icon size={18} aria-hidden />
      <div>
        <Text size="sm" component="div">
          <strong>{step.by}</strong>
          {step.signedFor
            ? ` for the ${step.signedAs} ${step.signedFor}`
            : step.signedAs
              ? ` as ${step.signedAs}`
              : ""}{" "}
          {ACTIONS[step.action].words}
          {step.action === "SUBMIT" && step.revision > 1 ? ` again, as revision ${step.revision}` : ""}{" "}
          <StateBadge state={onlySignaturesMissing(step) ? "PENDING" : step.outcome} />
        </Text>
        {step.reason ? <Text size="sm">“{step.reason}”</Text> : null}
        {step.reasonCodes.length > 0 ? (
          <ul className={classes.codes}>
            {step.reasonCodes.map((code) => (
              <li key={code}>
                <Text size="sm" span>
                  <ReasonCodeText code={code} href={`${home}/codes/${code}`} />
                </Text>
              </li>
            ))}
          </ul>
        ) : null}
        <Text size="xs" c="dimmed" component="div">
          <Moment at={step.at} /> · {step.cycleKey ? `cycle ${step.cycleKey}` : "no closed cycle"},{" "}
          {step.mode} ·{" "}
          <TextLink href={`${home}/log/${step.logSeq}`} underline="always">
            Log entry {step.logSeq}
          </TextLink>
        </Text>
      </div>
    </>
  );
}

/** What only lacks signatures is BLOCKED for the log, and on its way for everybody else. */
function onlySignaturesMissing({ outcome, action, missing }: DecisionStep): boolean {
  return (
    outcome === "BLOCKED" &&
    (action === "SUBMIT" || action === "SIGN" || action === "REEVALUATE") &&
    missing.length > 0 &&
    missing.every((item) => item.startsWith("signoff:"))
  );
}
