import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { ActionStatusBadge } from "@/components/governance/action-badges";
import { ACTION_TYPE_WORDS } from "@/components/governance/action-words";
import { leverName, SUBSYSTEM_WORDS } from "@/components/governance/lever-words";
import { LENS_WORDS } from "@/components/governance/metric-words";
import { PageHeader } from "@/components/ui/page-header";
import { ToneBadge } from "@/components/ui/tone-badge";
import { abortActionAction, executeActionsAction, revertActionAction } from "@/lib/actions/revenue-actions";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { loadRevenueAction, type RevenueActionScreen } from "@/lib/queries/revenue-action";
import classes from "./_components/action.module.css";
import { ActionChoices } from "./_components/action-choices";
import { Guards } from "./_components/guards";
import { Measured } from "./_components/measured";
import { Steps } from "./_components/steps";
import { WhatAndWhy } from "./_components/what-and-why";

export const metadata: Metadata = { title: "Action" };

type Props = { params: Promise<{ company: string; action: string }> };

export default async function RevenueActionPage({ params }: Props) {
  const { company: slug, action: id } = await params;
  const viewer = await requireViewer(slug);
  const screen = z.guid().safeParse(id).success ? await loadRevenueAction(viewer, id, now()) : null;
  if (screen === null) notFound();
  const company = `/c/${viewer.companySlug}`;
  const { action, choices } = screen;
  const { owner_subsystem: subsystem, proposed_change: change, target_entity: entity } = action;
  return (
    <>
      <PageHeader
        title={`${leverName(subsystem, change.field)}, ${entity.name}`}
        crumbs={[{ label: "Actions", href: `${company}/revenue/actions` }]}
        badge={<ActionStatusBadge status={screen.status} size="lg" />}
        description={action.notes_for_humans}
        actions={
          <ActionChoices
            execute={choices.execute ? executeActionsAction.bind(null, viewer.companySlug) : null}
            revert={choices.revert ? revertActionAction.bind(null, viewer.companySlug) : null}
            abort={choices.abort ? abortActionAction.bind(null, viewer.companySlug) : null}
            change={{ actionId: screen.id, subsystem, field: change.field, ...valuesOf(screen) }}
          />
        }
      />
      <p className={classes.tags}>
        <ToneBadge tone="neutral">{SUBSYSTEM_WORDS[subsystem]}</ToneBadge>
        <ToneBadge tone="neutral">{LENS_WORDS[action.lens].short}</ToneBadge>
        <ToneBadge tone="neutral">{ACTION_TYPE_WORDS[action.type]}</ToneBadge>
      </p>
      <div className={classes.page}>
        <div className={classes.column}>
          <WhatAndWhy screen={screen} company={company} />
          <Measured screen={screen} company={company} />
        </div>
        <div className={classes.column}>
          <Steps screen={screen} company={company} />
          <Guards screen={screen} company={company} />
        </div>
      </div>
    </>
  );
}

/** What stood there and what was written; before the executor began, what the cycle found and asked for. */
function valuesOf({ action, written }: RevenueActionScreen) {
  const { current_value, new_value } = action.proposed_change;
  return written ? { from: written.found, to: written.value } : { from: current_value, to: new_value };
}
