import { IconMessageCheck, IconMessageExclamation } from "@tabler/icons-react";
import { StateBadge } from "@/components/governance/state-badge";
import { cycleKeyInWords } from "@/components/governance/trigger-words";
import { formatCount } from "@/components/ui/format";
import { Moment } from "@/components/ui/moment";
import { Section } from "@/components/ui/section";
import { ToneBadge } from "@/components/ui/tone-badge";
import { triggerShortId } from "@/kernel/enforcement";
import { can, rolesThatCan } from "@/lib/auth/permissions";
import type { Viewer } from "@/lib/auth/viewer";
import type { Commentary } from "@/lib/queries/close-commentary";
import type { ClosingMonth } from "@/lib/queries/close-month";
import classes from "../../_components/close.module.css";
import { CommentaryForm } from "./commentary-form";

type Props = { closing: ClosingMonth; cycleKey: string; viewer: Viewer };

/** Why states changed: required where one did, welcome anywhere; every version stays. */
export function Commentaries({ closing, cycleKey, viewer }: Props) {
  const { changes, outstanding, commentaries, states, base } = closing;
  const required = new Set(changes.map(({ triggerId }) => triggerId));
  const written = new Set(commentaries.map(({ triggerId }) => triggerId));
  const shown = states.triggers.filter(({ triggerId }) => required.has(triggerId) || written.has(triggerId));
  const mayWrite = can(viewer.role, "close.comment");
  return (
    <Section title="Commentary" description={descriptionOf(closing)}>
      {shown.length > 0 && (
        <ul className={classes.list}>
          {shown.map(({ triggerId, name, state }) => {
            const change = changes.find((each) => each.triggerId === triggerId);
            const isOutstanding = outstanding.some((each) => each.triggerId === triggerId);
            return (
              <li key={triggerId} className={classes.stack}>
                <div className={classes.row}>
                  <strong>
                    {triggerShortId(triggerId)} {name}
                  </strong>
                  {change?.before && <StateBadge state={change.before} label={`was ${change.before}`} />}
                  <StateBadge state={state} label={`is ${state}`} />
                  {change && <Standing isOutstanding={isOutstanding} />}
                </div>
                <Versions versions={commentaries.filter((each) => each.triggerId === triggerId)} />
              </li>
            );
          })}
        </ul>
      )}
      {mayWrite ? (
        <CommentaryForm
          company={viewer.companySlug}
          cycleKey={cycleKey}
          triggers={[...states.triggers]
            .sort((one, other) => rank(outstanding, one.triggerId) - rank(outstanding, other.triggerId))
            .map(({ triggerId, name }) => ({
              triggerId,
              label: `${triggerShortId(triggerId)} ${name}${rank(outstanding, triggerId) === 0 ? " (required)" : ""}`,
            }))}
        />
      ) : (
        base && <p className={classes.note}>{rolesThatCan("close.comment")} write the commentary.</p>
      )}
    </Section>
  );
}

const rank = (outstanding: ClosingMonth["outstanding"], triggerId: string): number =>
  outstanding.some((each) => each.triggerId === triggerId) ? 0 : 1;

function descriptionOf({ base, changes, outstanding }: ClosingMonth): string {
  if (!base?.isCertified) return "There is no certified close before it, so that no commentary is required.";
  const since = `since the ${cycleKeyInWords(base.cycleKey)}`;
  if (changes.length === 0) return `No state has changed ${since}.`;
  const open = outstanding.length > 0 ? `${outstanding.length} still without a commentary` : "each explained";
  return `${formatCount(changes.length, "state")} changed ${since}, ${open}. The month counts as done once each is explained.`;
}

function Standing({ isOutstanding }: { isOutstanding: boolean }) {
  return isOutstanding ? (
    <ToneBadge tone="watch" icon={<IconMessageExclamation stroke={2} />} size="sm">
      Commentary outstanding
    </ToneBadge>
  ) : (
    <ToneBadge tone="good" icon={<IconMessageCheck stroke={2} />} size="sm">
      Explained
    </ToneBadge>
  );
}

function Versions({ versions }: { versions: readonly Commentary[] }) {
  return versions.map(({ body, by, at, stateBefore, stateNow }, index) => (
    <div key={at.toISOString()}>
      <p className={classes.note}>
        {index === 0 ? "" : "Earlier version: "}
        {by}, <Moment at={at} />, on {stateBefore ? `${stateBefore} to ${stateNow}` : stateNow}
      </p>
      <blockquote className={classes.quote}>{body}</blockquote>
    </div>
  ));
}
