import Link from "next/link";
import { ActionStatusBadge } from "@/components/governance/action-badges";
import { ACTION_TYPE_WORDS, impactInWords } from "@/components/governance/action-words";
import { LeverChange } from "@/components/governance/lever-change";
import { leverName, SUBSYSTEM_WORDS } from "@/components/governance/lever-words";
import { LENS_WORDS } from "@/components/governance/metric-words";
import { ScoreParts } from "@/components/governance/score-parts";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { ToneBadge } from "@/components/ui/tone-badge";
import { metric } from "@/kernel/revenue/metrics";
import type { CycleAction, RevenueCycleScreen } from "@/lib/queries/revenue-cycle";
import classes from "./cycle.module.css";

/** What the cycle asked for, the best first. */
export function Actions({ cycle, company }: { cycle: RevenueCycleScreen; company: string }) {
  const { actions } = cycle;
  return (
    <Section
      title={`Actions (${actions.length})`}
      description="Ranked by what they are worth in revenue, payback and margin, less their cash risk; past results count."
    >
      {actions.length === 0 ? (
        <EmptyState title="The cycle asked for no action">
          {cycle.output.cycle_summary.binding_constraint === "data_quality"
            ? "The data come first: what to mend stands below."
            : "Everything that was thought of was held back; why stands below."}
        </EmptyState>
      ) : (
        <ol className={classes.actions}>
          {actions.map((action) => (
            <li key={action.id} className={classes.action}>
              <span className={classes.rank}>
                <span className="visually-hidden">Priority </span>
                {action.priority}
              </span>
              <What action={action} company={company} />
              <div className={classes.score}>
                <ScoreParts score={action.cfo_score} />
              </div>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}

function What({ action, company }: { action: CycleAction; company: string }) {
  const { owner_subsystem: subsystem, proposed_change: change, target_entity: entity } = action;
  return (
    <div className={classes.what}>
      <h3 className={classes.title}>
        <Link href={`${company}/revenue/actions/${action.id}`} className={classes.link}>
          {leverName(subsystem, change.field)}, {entity.name}
        </Link>
      </h3>
      <div className={classes.tags}>
        <ActionStatusBadge status={action.status} />
        <ToneBadge tone="neutral" size="sm">
          {SUBSYSTEM_WORDS[subsystem]}
        </ToneBadge>
        <ToneBadge tone="neutral" size="sm">
          {LENS_WORDS[action.lens].short}
        </ToneBadge>
        {action.type !== "config_change" && (
          <ToneBadge tone="neutral" size="sm">
            {ACTION_TYPE_WORDS[action.type]}
          </ToneBadge>
        )}
      </div>
      <p className={classes.text}>
        <LeverChange
          subsystem={subsystem}
          field={change.field}
          from={change.current_value}
          to={change.new_value}
        />
      </p>
      <p className={classes.text}>{action.notes_for_humans}</p>
      <p className={classes.note}>
        Expected in {action.observation_window_days} days: {metric(action.expected_impact.metric).name}{" "}
        {impactInWords(action.expected_impact)}.
      </p>
      <Signature action={action} company={company} />
    </div>
  );
}

function Signature({
  action: { status, request, requires_human: why },
  company,
}: {
  action: CycleAction;
  company: string;
}) {
  if (request === null) return null;
  const link = (
    <Link href={`${company}/requests/${request.reference}`} className={classes.link}>
      {request.reference}
    </Link>
  );
  return (
    <p className={classes.note}>
      {status === "awaiting_signoff" ? <>Waits for a signature on {link}</> : <>Needed a signature: {link}</>}
      {why && `. ${why}`}
    </p>
  );
}
