import { IconBolt } from "@tabler/icons-react";
import type { Metadata } from "next";
import { actionStatusWord } from "@/components/governance/action-badges";
import { SUBSYSTEM_WORDS } from "@/components/governance/lever-words";
import { LENS_WORDS } from "@/components/governance/metric-words";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterForm } from "@/components/ui/filter-form";
import { LinkButton, TextLink } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { SUBSYSTEMS } from "@/kernel/revenue/levers";
import { LENSES } from "@/kernel/revenue/metrics";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { ACTION_STATUSES } from "@/lib/queries/action-status";
import {
  listRevenueActions,
  type RevenueActionFilter,
  type RevenueActionList,
  revenueActionFilterSchema,
} from "@/lib/queries/revenue-actions";
import { isNarrowed, pageAddress, readFilter, weekChoices } from "../_components/list-address";
import classes from "./_components/actions.module.css";
import { ActionsTable } from "./_components/actions-table";

export const metadata: Metadata = { title: "Actions" };

type Props = {
  params: Promise<{ company: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function RevenueActionsPage({ params, searchParams }: Props) {
  const viewer = await requireViewer((await params).company);
  const filter = readFilter(revenueActionFilterSchema, await searchParams);
  const list = await listRevenueActions(viewer, filter);
  const company = `/c/${viewer.companySlug}`;
  return (
    <>
      <PageHeader
        title="Actions"
        description="What the optimisation cycles asked for, where each action has got to, and what it did to the metric that it aims at."
      />
      <div className={classes.screen}>
        {list.hasAny ? (
          <Found list={list} filter={filter} company={company} />
        ) : (
          <Section title="No action yet">
            <EmptyState
              title="No cycle has asked for an action yet"
              icon={<IconBolt size={32} />}
              action={
                <LinkButton href={`${company}/revenue/cycles`} variant="default">
                  Optimisation cycles
                </LinkButton>
              }
            >
              Actions come from optimisation cycles. What a first cycle needs stands there.
            </EmptyState>
          </Section>
        )}
      </div>
    </>
  );
}

function Found({
  list,
  filter,
  company,
}: {
  list: RevenueActionList;
  filter: RevenueActionFilter;
  company: string;
}) {
  const here = `${company}/revenue/actions`;
  return (
    <>
      <FilterForm key={JSON.stringify(filter)} label="Choose actions" action={here} {...filtersOf(filter)} />
      <Section
        title={isNarrowed(filter) ? "Actions that match" : "The newest cycle's first"}
        description={
          filter.week &&
          "Of a week are what its cycles asked for, what ran on one of its days, and what was measured in it."
        }
      >
        {list.rows.length === 0 ? (
          <EmptyState
            title="No action matches"
            action={
              <LinkButton href={here} variant="default">
                Show all
              </LinkButton>
            }
          >
            Take a filter away.
          </EmptyState>
        ) : (
          <ActionsTable actions={list.rows} company={company} />
        )}
        {list.after && <TextLink href={pageAddress(here, filter, list.after)}>Older actions</TextLink>}
      </Section>
    </>
  );
}

function filtersOf(filter: RevenueActionFilter) {
  return {
    narrowed: isNarrowed(filter),
    selects: [
      {
        name: "state",
        label: "State",
        any: "Every state",
        value: filter.state,
        choices: ACTION_STATUSES.map((value) => ({ value, label: actionStatusWord(value) })),
      },
      {
        name: "subsystem",
        label: "Where",
        any: "Everywhere",
        value: filter.subsystem,
        choices: SUBSYSTEMS.map((value) => ({ value, label: SUBSYSTEM_WORDS[value] })),
      },
      {
        name: "lens",
        label: "Lens",
        any: "Every lens",
        value: filter.lens,
        choices: LENSES.map((value) => ({ value, label: LENS_WORDS[value].long })),
      },
      {
        name: "week",
        label: "Week",
        any: "Any week",
        value: filter.week,
        choices: weekChoices(filter.week, now()),
      },
    ],
  };
}
