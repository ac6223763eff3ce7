import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { StateBadge } from "@/components/governance/state-badge";
import { thresholdRegions } from "@/components/governance/threshold-distance";
import { TriggerChartOnDemand } from "@/components/governance/trigger-chart-on-demand";
import {
  ageInWords,
  figureInWords,
  judgedAs,
  standingInWords,
  theCycleInWords,
} from "@/components/governance/trigger-words";
import { FailureAlert } from "@/components/ui/failure-alert";
import { formatValue } from "@/components/ui/format";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { loadTrigger, type TriggerScreen } from "@/lib/queries/trigger";
import { ChartTable } from "./_components/chart-table";
import { Consequences } from "./_components/consequences";
import { Inputs } from "./_components/inputs";
import { NotInForce } from "./_components/not-in-force";
import { PastStates } from "./_components/past-states";
import { seriesCursor } from "./_components/series-cursor";
import { Siblings } from "./_components/siblings";
import classes from "./_components/trigger.module.css";

type Props = {
  params: Promise<{ company: string; trigger: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Trigger ${(await params).trigger}` };
}

export default async function TriggerPage({ params, searchParams }: Props) {
  const { company: slug, trigger: shortId } = await params;
  const viewer = await requireViewer(slug);
  const present = now();
  const result = await loadTrigger(viewer, shortId, seriesCursor((await searchParams).before), present);
  if (!result.ok) {
    if (result.failure.code === "NOT_FOUND") notFound();
    return <FailureAlert failure={result.failure} />;
  }
  return <Screen screen={result.value} company={`/c/${viewer.companySlug}`} present={present} />;
}

function Screen({ screen, company, present }: { screen: TriggerScreen; company: string; present: Date }) {
  const { trigger, points } = screen;
  const thresholds = trigger.thresholds;
  return (
    <>
      <PageHeader
        title={`${trigger.shortId} ${trigger.name}`}
        crumbs={[{ label: "Overview", href: company }]}
        badge={<StateBadge state={screen.state} size="lg" />}
        description={trigger.critical ? "Critical: a fail puts the company into DEFENSIVE mode." : undefined}
      />
      <div className={classes.screen}>
        <Siblings siblings={screen.siblings} current={trigger.shortId} company={company} />
        <Section title="Where it stands">
          <NotInForce of={screen.notInForce} company={company} />
          <Standing screen={screen} present={present} />
          {thresholds && points.length > 0 && (
            <>
              <TriggerChartOnDemand
                points={points.map(({ periodEnd, cadence, value, state }) => ({
                  periodEnd,
                  cadence,
                  value,
                  state,
                }))}
                regions={thresholdRegions(thresholds)}
                unit={thresholds.unit}
                label={`${trigger.name} over the last two years, with the pass, watch and fail bands`}
              />
              <ChartTable points={points} unit={thresholds.unit} caption={trigger.name} />
            </>
          )}
        </Section>
        <Consequences trigger={trigger} state={screen.notInForce ? null : screen.state} />
        <Inputs screen={screen} company={company} />
        <PastStates screen={screen} company={company} />
      </div>
    </>
  );
}

function Standing({ screen, present }: { screen: TriggerScreen; present: Date }) {
  const { trigger, state, value, carriedFrom, cycle, computed } = screen;
  const unit = trigger.thresholds?.unit ?? "";
  const standing = standingInWords({ ...screen, thresholds: trigger.thresholds });
  const behind = Object.entries(computed).filter(([, each]) => each !== null && !isSame(each, value));
  return (
    <div>
      <p className={`${classes.figure} figure`}>
        {value === null ? "No figure" : figureInWords(value, unit)}{" "}
        <span className={classes.of}>{judgedAs(trigger.shortId, value)}</span>
      </p>
      <p className={classes.words}>
        {standing}
        {state !== "UNKNOWN" && behind.length > 0 && (
          <> · {behind.map(([name, each]) => `${name} ${formatValue(each, unit, true)}`).join(", ")}</>
        )}
      </p>
      {cycle && (
        <p className={classes.note}>
          As of {ageInWords(cycle.periodEnd, present)}, from {theCycleInWords(cycle)}
          {carriedFrom && "; the weekly cycle since then carries it unchanged"}
        </p>
      )}
    </div>
  );
}

/** The judged figure stands among the computed ones too, there with more decimals. */
function isSame(computed: number, value: number | null): boolean {
  return value !== null && Math.abs(computed - value) <= 1e-6 * Math.max(1, Math.abs(value));
}
