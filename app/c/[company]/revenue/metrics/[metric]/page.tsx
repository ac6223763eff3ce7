import type { Metadata } from "next";
import { notFound } from "next/navigation";
import * as z from "zod";
import { LENS_WORDS } from "@/components/governance/metric-words";
import { PageHeader } from "@/components/ui/page-header";
import { ToneBadge } from "@/components/ui/tone-badge";
import { isMetricId } from "@/kernel/revenue/metric-ids";
import { metric as metricOf } from "@/kernel/revenue/metrics";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { loadMetricRows } from "@/lib/queries/metric-rows";
import { loadRevenueMetric } from "@/lib/queries/revenue-metric";
import { History } from "./_components/history";
import { Meaning } from "./_components/meaning";
import classes from "./_components/metric.module.css";
import { Parts } from "./_components/parts";
import { Rows } from "./_components/rows";
import { parseRowsView, rowsQuestion } from "./_components/rows-view";
import { Standing } from "./_components/standing";

type Props = {
  params: Promise<{ company: string; metric: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { metric: id } = await params;
  return { title: isMetricId(id) ? metricOf(id).name : "Not found" };
}

const day = z.iso.date().nullable().catch(null);

export default async function MetricPage({ params, searchParams }: Props) {
  const { company: slug, metric: id } = await params;
  const viewer = await requireViewer(slug);
  if (!isMetricId(id)) notFound();
  const metric = metricOf(id);
  const asked = await searchParams;
  const screen = await loadRevenueMetric(viewer, id, day.parse(asked.before ?? null), now());
  const view = parseRowsView(asked);
  const question = rowsQuestion(view, screen);
  const rows = question && (await loadMetricRows(viewer, question));
  const revenue = `/c/${viewer.companySlug}/revenue`;
  const here = `${revenue}/metrics/${id}`;
  return (
    <>
      <PageHeader
        title={metric.name}
        crumbs={[{ label: "Revenue spine", href: revenue }]}
        badge={<ToneBadge tone="neutral">{LENS_WORDS[metric.lens].short}</ToneBadge>}
        description={metric.definition}
      />
      <div className={classes.screen}>
        <Standing metric={metric} screen={screen} targets={`${revenue}/targets`} />
        <Meaning metric={metric} />
        <Parts metric={metric} screen={screen} />
        {rows && <Rows metric={metric} screen={screen} page={rows} view={view} here={here} />}
        <History metric={metric} screen={screen} here={here} />
      </div>
    </>
  );
}
