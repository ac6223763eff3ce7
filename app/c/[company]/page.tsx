import type { Metadata } from "next";
import { GateSummary } from "@/components/governance/gate-summary";
import { ModeBanner } from "@/components/governance/mode-banner";
import { TriggerCard } from "@/components/governance/trigger-card";
import { theCycleInWords } from "@/components/governance/trigger-words";
import { FailureAlert } from "@/components/ui/failure-alert";
import { formatDateTime } from "@/components/ui/format";
import { PageHeader } from "@/components/ui/page-header";
import { can } from "@/lib/auth/permissions";
import { requireViewer, type Viewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { type GettingStarted, isStartOver, loadGettingStarted } from "@/lib/queries/getting-started";
import { type TriggerCard as Card, loadOverview, type Overview } from "@/lib/queries/overview";
import { HeldUp } from "./_components/held-up";
import { MissingCost } from "./_components/missing-cost";
import classes from "./_components/overview.module.css";
import { OverviewTiles } from "./_components/overview-tiles";
import { RevenuePanel } from "./_components/revenue-panel";
import { StartList } from "./start/_components/start-list";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage({ params }: { params: Promise<{ company: string }> }) {
  const { company: slug } = await params;
  const viewer = await requireViewer(slug);
  const present = now();
  const [result, started] = await Promise.all([
    loadOverview(viewer, present),
    loadGettingStarted(viewer, present),
  ]);
  return (
    <>
      <PageHeader title={viewer.tenantName} description={result.ok ? asOfWords(result.value) : undefined} />
      {result.ok ? (
        <Screen overview={result.value} started={started} viewer={viewer} present={present} />
      ) : (
        <FailureAlert failure={result.failure} />
      )}
    </>
  );
}

function asOfWords({ cycle, policyVersion }: Overview): string {
  const policy = `policy ${policyVersion}`;
  if (!cycle) return `No closed cycle yet · ${policy}`;
  return `What holds since ${theCycleInWords(cycle)}, evaluated ${formatDateTime(cycle.evaluatedAt)} · ${policy}`;
}

type Shown = { overview: Overview; started: GettingStarted; viewer: Viewer; present: Date };

function Screen({ overview, started, viewer, present }: Shown) {
  const company = `/c/${viewer.companySlug}`;
  return (
    <div className={classes.screen}>
      {!isStartOver(started) && (
        <StartList
          started={started}
          role={viewer.role}
          company={company}
          slug={viewer.companySlug}
          mayDismiss={can(viewer.role, "start.dismiss")}
        />
      )}
      {overview.mode && <ModeBanner mode={overview.mode} company={company} />}
      {overview.heldUp && <HeldUp cycle={overview.heldUp} company={company} />}
      {overview.missing && <MissingCost missing={overview.missing} company={company} />}
      <OverviewTiles overview={overview} company={company} present={present} role={viewer.role} />
      <RevenuePanel pulse={overview.revenue} company={company} />
      {overview.triggers.length > 0 && (
        <section aria-labelledby="triggers">
          <h2 id="triggers" className={classes.heading}>
            Triggers
          </h2>
          <div className={classes.triggers}>
            {overview.triggers.map((trigger) => (
              <TriggerCard
                key={trigger.id}
                trigger={trigger}
                href={`${company}/triggers/${trigger.shortId}`}
                present={present}
                outOfDate={isOutOfDate(trigger, overview, present)}
              />
            ))}
          </div>
        </section>
      )}
      <section aria-labelledby="gates">
        <h2 id="gates" className={classes.heading}>
          Gates
        </h2>
        <div className={classes.gates}>
          {overview.gates.map((gate) => (
            <GateSummary key={gate.gateId} gate={gate} company={company} />
          ))}
        </div>
      </section>
    </div>
  );
}

const TWO_WEEKS_MS = 14 * 86_400_000;

/** A monthly figure is old once the next close is overdue; a weekly one after a missed week. */
function isOutOfDate({ asOf }: Card, { nextClose }: Overview, present: Date): boolean {
  if (asOf === null) return false;
  if (asOf.cadence === "monthly_close") return nextClose.state === "OVERDUE";
  return present.getTime() - new Date(asOf.periodEnd).getTime() > TWO_WEEKS_MS;
}
