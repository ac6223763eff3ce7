import { IconRefresh } from "@tabler/icons-react";
import type { Metadata } from "next";
import { TRIGGER_TYPE_WORDS } from "@/components/governance/action-words";
import { CONSTRAINT_WORDS } from "@/components/governance/metric-words";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterForm } from "@/components/ui/filter-form";
import { LinkButton, TextLink } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { BINDING_CONSTRAINTS, TRIGGER_TYPES } from "@/kernel/revenue/contract";
import { runRevenueCycleAction } from "@/lib/actions/revenue-cycle";
import { can, rolesThatCan } from "@/lib/auth/permissions";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import {
  listRevenueCycles,
  type RevenueCycleFilter,
  type RevenueCycleList,
  revenueCycleFilterSchema,
} from "@/lib/queries/revenue-cycles";
import { isNarrowed, pageAddress, readFilter, weekChoices } from "../_components/list-address";
import classes from "./_components/cycles.module.css";
import { CyclesTable } from "./_components/cycles-table";
import { RunCycle } from "./_components/run-cycle";

export const metadata: Metadata = { title: "Optimisation cycles" };

type Props = {
  params: Promise<{ company: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function RevenueCyclesPage({ params, searchParams }: Props) {
  const viewer = await requireViewer((await params).company);
  const filter = readFilter(revenueCycleFilterSchema, await searchParams);
  const list = await listRevenueCycles(viewer, filter);
  const company = `/c/${viewer.companySlug}`;
  const mayRun = can(viewer.role, "revenue.run");
  return (
    <>
      <PageHeader
        title="Optimisation cycles"
        description="Every night, and whenever a target is missed or enough has happened, the Revenue OS kernel reads the company's figures, says what holds it back, and asks for a few actions."
        actions={
          mayRun && <RunCycle run={runRevenueCycleAction.bind(null, viewer.companySlug)} company={company} />
        }
      />
      <div className={classes.screen}>
        {list.hasAny ? (
          <Found list={list} filter={filter} company={company} />
        ) : (
          <FirstCycle company={company} mayRun={mayRun} />
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
  list: RevenueCycleList;
  filter: RevenueCycleFilter;
  company: string;
}) {
  const here = `${company}/revenue/cycles`;
  return (
    <>
      <FilterForm key={JSON.stringify(filter)} label="Choose cycles" action={here} {...filtersOf(filter)} />
      <Section title={isNarrowed(filter) ? "Cycles that match" : "Newest first"}>
        {list.rows.length === 0 ? (
          <EmptyState
            title="No cycle matches"
            action={
              <LinkButton href={here} variant="default">
                Show all
              </LinkButton>
            }
          >
            Take a filter away.
          </EmptyState>
        ) : (
          <CyclesTable cycles={list.rows} company={company} />
        )}
        {list.after && <TextLink href={pageAddress(here, filter, list.after)}>Older cycles</TextLink>}
      </Section>
    </>
  );
}

/** What a first cycle needs, with where to see to it. */
function FirstCycle({ company, mayRun }: { company: string; mayRun: boolean }) {
  return (
    <Section title="No cycle has run yet">
      <EmptyState
        title="What a first cycle needs"
        icon={<IconRefresh size={32} />}
        action={
          <LinkButton href={`${company}/revenue/targets`} variant="default">
            Targets and guardrails
          </LinkButton>
        }
      >
        At least one target and the guardrails, a week of{" "}
        <TextLink href={`${company}/revenue`} inherit underline="always">
          daily metrics
        </TextLink>
        , and a closed{" "}
        <TextLink href={`${company}/cycles`} inherit underline="always">
          cycle of the gates
        </TextLink>{" "}
        for what spends money. It runs by itself at 02:00 UTC
        {mayRun ? ", or when you ask for it." : `, or when the ${rolesThatCan("revenue.run")} asks for it.`}
      </EmptyState>
    </Section>
  );
}

function filtersOf(filter: RevenueCycleFilter) {
  return {
    narrowed: isNarrowed(filter),
    selects: [
      {
        name: "constraint",
        label: "Held back by",
        any: "Anything",
        value: filter.constraint,
        choices: BINDING_CONSTRAINTS.map((value) => ({ value, label: CONSTRAINT_WORDS[value] })),
      },
      {
        name: "trigger",
        label: "Asked for by",
        any: "Anything",
        value: filter.trigger,
        choices: TRIGGER_TYPES.map((value) => ({ value, label: TRIGGER_TYPE_WORDS[value] })),
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
