import type { Metadata } from "next";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureAlert } from "@/components/ui/failure-alert";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { updateForecastSettingsAction } from "@/lib/actions/forecast";
import { can } from "@/lib/auth/permissions";
import { requireViewer } from "@/lib/auth/viewer";
import { loadTrajectory, type TrajectoryScreen } from "@/lib/queries/trajectory";
import { METRICS, type Trajectory } from "@/lib/queries/trajectory-shape";
import { monthName } from "@/lib/queries/trajectory-words";
import { Drivers } from "./_components/drivers";
import { MetricPath } from "./_components/metric-path";
import { type SaveForecast, SpreadForm } from "./_components/spread-form";
import classes from "./_components/trajectory.module.css";

export const metadata: Metadata = { title: "Trajectory" };

type Props = { params: Promise<{ company: string }> };

export default async function TrajectoryPage({ params }: Props) {
  const viewer = await requireViewer((await params).company);
  const result = await loadTrajectory(viewer);
  if (!result.ok) return <FailureAlert failure={result.failure} />;
  const company = `/c/${viewer.companySlug}`;
  const save = can(viewer.role, "forecast.configure")
    ? updateForecastSettingsAction.bind(null, viewer.companySlug)
    : undefined;
  return <Screen screen={result.value} company={company} save={save} />;
}

function Screen({
  screen: { trajectory, setting },
  company,
  save,
}: {
  screen: TrajectoryScreen;
  company: string;
  save: SaveForecast | undefined;
}) {
  const { close } = trajectory;
  return (
    <>
      <PageHeader
        title="Trajectory to breakeven"
        description={`Free cash flow leads, EBITDA stands beside it; breakeven is a three-month average at or above zero, due in month ${trajectory.dueIndex} of the plan.`}
        asOf={close?.evaluatedAt}
        source={
          close &&
          `T1 and T2 of the closes up to ${monthName(close.cycleKey)}, and the books as that close knew them`
        }
      />
      <div className={classes.screen}>
        <Unreadable trajectory={trajectory} />
        {close === null && <NoClose company={company} />}
        {METRICS.map((metric) => (
          <MetricPath
            key={metric}
            metric={trajectory.metrics[metric]}
            trajectory={trajectory}
            company={company}
          />
        ))}
        <Drivers trajectory={trajectory} setting={setting} company={company}>
          {save && <SpreadForm setting={setting} save={save} />}
        </Drivers>
      </div>
    </>
  );
}

function NoClose({ company }: { company: string }) {
  return (
    <Section title="No month has been closed">
      <EmptyState
        title="There is no actual to draw yet"
        action={<LinkButton href={`${company}/close`}>To the monthly closes</LinkButton>}
      >
        The path begins with the first monthly close of the plan; what the plan asks for stands below.
      </EmptyState>
    </Section>
  );
}

function Unreadable({ trajectory: { unreadable } }: { trajectory: Trajectory }) {
  return unreadable.length === 0 ? null : (
    <FailureAlert
      failure={{
        code: "INSUFFICIENT_DATA",
        message: `These settings of the plan cannot be read and are not drawn: ${unreadable.join(", ")}. Import the plan again.`,
      }}
    />
  );
}
