import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { GATE_WORDS } from "@/components/governance/request-words";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Facts } from "@/components/ui/facts";
import { FailureAlert } from "@/components/ui/failure-alert";
import { formatDate, formatMoney, formatNumber } from "@/components/ui/format";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { loadPaybackCase, type PaybackCaseScreen } from "@/lib/queries/payback-case";
import classes from "../_components/payback.module.css";
import {
  bandText,
  DEFINITIONS,
  figureText,
  rowKindInWords,
  verdictSentence,
} from "../_components/payback-words";
import { VerdictBadge } from "../_components/verdict-badge";

type Props = { params: Promise<{ company: string; reference: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Did ${(await params).reference} pay back?` };
}

export default async function PaybackCasePage({ params }: Props) {
  const { company, reference } = await params;
  const viewer = await requireViewer(company);
  const result = await loadPaybackCase(viewer, reference, now());
  if (!result.ok && result.failure.code === "NOT_FOUND") notFound();
  if (!result.ok) return <FailureAlert failure={result.failure} />;
  return <Screen screen={result.value} company={`/c/${viewer.companySlug}`} />;
}

const dayRange = ({ from, to }: { from: string; to: string }) => `${formatDate(from)} to ${formatDate(to)}`;

function Screen({ screen, company }: { screen: PaybackCaseScreen; company: string }) {
  const { item, plan, outcome } = screen;
  return (
    <>
      <PageHeader
        title={`${item.reference} ${item.title}`}
        crumbs={[{ label: "Did it pay back?", href: `${company}/payback` }]}
        badge={<VerdictBadge verdict={outcome.verdict} size="lg" />}
        description={verdictSentence({ plan, outcome })}
        asOf={`${screen.today}T00:00:00Z`}
        source="the spine, as it stands now"
        actions={
          <LinkButton href={`${company}/requests/${item.reference}`} variant="default" size="sm">
            The request
          </LinkButton>
        }
      />
      <div className={classes.screen}>
        <Section title="How it is measured">
          <p className={classes.words}>
            {plan.measure ? DEFINITIONS[plan.measure].words : "There is no measure for this case."}
          </p>
          <Facts
            items={[
              { label: "Gate", value: GATE_WORDS[item.gateId].name },
              { label: "Asked by", value: item.requester },
              { label: "Approved", value: formatDate(item.approvedOn) },
              ...amountOf(screen),
              { label: "Band", value: bandText(plan.band, plan.unit) },
              { label: "Since", value: dayRange(plan.since) },
              { label: "Before", value: dayRange(plan.before) },
              ...(plan.channels.length > 0 ? [{ label: "Channel", value: plan.channels.join(", ") }] : []),
              ...(plan.segment ? [{ label: "Segment", value: plan.segment }] : []),
              { label: "Measured", value: figureText(outcome.value, plan.unit) },
            ]}
          />
        </Section>
        <Windows screen={screen} />
        <Rows screen={screen} />
      </div>
    </>
  );
}

/** What most measures divide by. */
function amountOf({ item, hireCostUsd }: PaybackCaseScreen): { label: string; value: string }[] {
  if (hireCostUsd !== null)
    return [{ label: "Fully loaded cost of the hires over three months", value: formatMoney(hireCostUsd) }];
  if (item.amountUsd === null) return [];
  const label = item.gateId === "G4_VENDOR_AND_NON_LABOR" ? "Amount a month" : "Amount";
  return [{ label, value: formatMoney(item.amountUsd) }];
}

/** All sums of both windows, whichever the measure uses, so that the figure is not looked at alone. */
function Windows({ screen: { since, before, plan } }: { screen: PaybackCaseScreen }) {
  const isNarrow = plan.channels.length > 0 || plan.segment !== null;
  const where = isNarrow ? " (channel and segment)" : "";
  const money = (value: number | null) => formatMoney(value === null ? null : Math.round(value));
  const lines = [
    { name: `New ARR${where}`, since: money(since.newArrUsd), before: money(before.newArrUsd) },
    { name: `Paid spend${where}`, since: money(since.spendUsd), before: money(before.spendUsd) },
    { name: `Leads${where}`, since: formatNumber(since.leads), before: formatNumber(before.leads) },
    { name: "Expansion ARR", since: money(since.expansionUsd), before: money(before.expansionUsd) },
    { name: "Churn and contraction", since: money(since.lostUsd), before: money(before.lostUsd) },
    {
      name: "ARR stated before it began",
      since: money(since.startingArrUsd),
      before: money(before.startingArrUsd),
    },
    {
      name: "Revenue a month",
      since: money(since.revenueUsdPerMonth),
      before: money(before.revenueUsdPerMonth),
    },
    { name: "People (FTE)", since: formatNumber(since.fte, 1), before: formatNumber(before.fte, 1) },
    {
      name: "Non-labour cost a month",
      since: money(since.nonLaborUsdPerMonth),
      before: money(before.nonLaborUsdPerMonth),
    },
  ];
  return (
    <Section
      title="Since and before"
      description={`Monthly figures are averages of the whole months ${since.months.join(", ")} and ${before.months.join(", ")}. A dash: the books have none. Days that have not come yet are not in the sums.`}
    >
      <DataTable
        caption="Sums of both windows"
        rows={lines}
        rowKey={({ name }) => name}
        minWidth={300}
        columns={[
          { key: "name", header: "Figure", names: true, cell: ({ name }) => name },
          { key: "before", header: "Before", align: "right", cell: (line) => line.before },
          { key: "since", header: "Since", align: "right", cell: (line) => line.since },
        ]}
      />
    </Section>
  );
}

function Rows({ screen: { rows, isCut } }: { screen: PaybackCaseScreen }) {
  return (
    <Section title="Rows behind it" description={isCut ? "The newest 200." : undefined}>
      {rows.length === 0 ? (
        <EmptyState title="No row of the books counts into this case" />
      ) : (
        <DataTable
          caption="Rows of the books that the figure is counted from"
          rows={rows}
          rowKey={({ side, id }) => `${side} ${id}`}
          minWidth={820}
          columns={[
            { key: "side", header: "Window", cell: ({ side }) => (side === "since" ? "Since" : "Before") },
            { key: "day", header: "Day", cell: ({ day }) => formatDate(day) },
            { key: "kind", header: "Kind", cell: ({ kind }) => rowKindInWords(kind) },
            { key: "label", header: "What", cell: ({ label }) => label ?? "—" },
            {
              key: "amount",
              header: "US dollars",
              align: "right",
              cell: ({ amountUsd }) => formatMoney(amountUsd),
            },
            { key: "id", header: "Row", names: true, cell: ({ table, id }) => `${table} ${id}` },
          ]}
        />
      )}
    </Section>
  );
}
