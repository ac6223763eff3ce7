import { IconAlertTriangle } from "@tabler/icons-react";
import type { Metadata } from "next";
import { DOMAIN_WORDS, LENS_WORDS } from "@/components/governance/metric-words";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterForm } from "@/components/ui/filter-form";
import { formatCount, formatDate, formatDistance } from "@/components/ui/format";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { LENSES, METRIC_DOMAINS, metric } from "@/kernel/revenue/metrics";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { loadRevenueSpine, type RevenueSpine } from "@/lib/queries/revenue-spine";
import classes from "./_components/spine.module.css";
import { SpineTable } from "./_components/spine-table";
import {
  ATTENTION,
  isNarrowed,
  needsAttention,
  parseSpineView,
  rowsOf,
  type SpineRow,
  type SpineView,
} from "./_components/spine-view";

export const metadata: Metadata = { title: "Revenue spine" };

type Props = {
  params: Promise<{ company: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function RevenueSpinePage({ params, searchParams }: Props) {
  const viewer = await requireViewer((await params).company);
  const view = parseSpineView(await searchParams);
  const spine = await loadRevenueSpine(viewer, now());
  const rows = spine.lines.map((line) => ({ metric: metric(line.id), line }));
  const home = `/c/${viewer.companySlug}/revenue`;
  return (
    <>
      <PageHeader
        title="Revenue spine"
        description="Every canonical metric that the Revenue OS kernel reads, from demand to cash. Each is counted by the analytics job from the company's own rows."
        asOf={spine.computedAt}
        source={<code>metric_snapshots_daily</code>}
      />
      <div className={classes.screen}>
        <Freshness spine={spine} />
        <FilterForm
          key={JSON.stringify(view)}
          label="Choose metrics"
          action={home}
          {...filtersOf(view, rows)}
        />
        <Domains rows={rowsOf(rows, view)} home={home} newestDay={spine.newestDay} />
      </div>
    </>
  );
}

/** Says when the figures are too old to act on, or are not there at all. */
function Freshness({ spine: { newestDay, isStale, present } }: { spine: RevenueSpine }) {
  if (!isStale) return null;
  return (
    <section className={classes.banner} aria-label="Age of the figures">
      <IconAlertTriangle size={18} aria-hidden className={classes.bannerIcon} />
      <p className={classes.bannerWords}>
        {newestDay === null ? (
          <>
            <strong>No day has been computed yet.</strong> The analytics job counts the day before every
            night; whoever runs the platform can fill in the past.
          </>
        ) : (
          <>
            <strong>
              The newest day is {formatDate(newestDay)}, {formatDistance(newestDay, present)}.
            </strong>{" "}
            The next cycle will see to the data before it optimises anything.
          </>
        )}
      </p>
    </section>
  );
}

function Domains({ rows, home, newestDay }: { rows: SpineRow[]; home: string; newestDay: string | null }) {
  if (rows.length === 0) {
    return (
      <EmptyState
        title="No metric matches"
        order={2}
        action={
          <LinkButton href={home} variant="default">
            Show all
          </LinkButton>
        }
      >
        Take a filter away, or search for another word.
      </EmptyState>
    );
  }
  return METRIC_DOMAINS.map((domain) => {
    const own = rows.filter((row) => row.metric.domain === domain);
    if (own.length === 0) return null;
    const name = DOMAIN_WORDS[domain];
    return (
      <Section key={domain} title={name} description={formatCount(own.length, "metric")}>
        <SpineTable
          caption={`${name}: metrics with their values`}
          rows={own}
          home={home}
          newestDay={newestDay}
        />
      </Section>
    );
  });
}

function filtersOf(view: SpineView, rows: readonly SpineRow[]) {
  const attention = (Object.keys(ATTENTION) as (keyof typeof ATTENTION)[]).map((why) => ({
    value: why,
    label: `${ATTENTION[why]} (${rows.filter((row) => needsAttention(row, why)).length})`,
  }));
  return {
    search: { placeholder: "A name, a word, a table", value: view.q },
    narrowed: isNarrowed(view),
    selects: [
      {
        name: "domain",
        label: "Domain",
        any: "Every domain",
        value: view.domain,
        choices: METRIC_DOMAINS.map((value) => ({ value, label: DOMAIN_WORDS[value] })),
      },
      {
        name: "lens",
        label: "Lens",
        any: "Every lens",
        value: view.lens,
        choices: LENSES.map((value) => ({ value, label: LENS_WORDS[value].long })),
      },
      { name: "show", label: "Attention", any: "All", value: view.show, choices: attention },
    ],
  };
}
