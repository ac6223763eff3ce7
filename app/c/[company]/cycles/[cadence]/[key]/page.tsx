import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { versionInWords } from "@/components/governance/policy-words";
import { cycleInWords } from "@/components/governance/trigger-words";
import { FailureAlert } from "@/components/ui/failure-alert";
import { formatCount, formatDate, formatNumber } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { CADENCES, type Cadence } from "@/kernel/enforcement";
import { can, rolesThatCan } from "@/lib/auth/permissions";
import { requireViewer, type Viewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { addDays } from "@/lib/queries/cycle-calendar";
import { type CycleDetail, loadCycle } from "@/lib/queries/cycle-detail";
import { CorrectedNote } from "../../../_components/corrected-note";
import classes from "../../_components/cycles.module.css";
import { EvaluateForm } from "./_components/evaluate-form";
import { InputsTable } from "./_components/inputs-table";
import { Missing } from "./_components/missing";
import { OutcomeView } from "./_components/outcome";
import { Versions } from "./_components/versions";

type Props = { params: Promise<{ company: string; cadence: string; key: string }> };

const cadenceOf = (text: string): Cadence | null => CADENCES.find((cadence) => cadence === text) ?? null;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { cadence: asked, key } = await params;
  const cadence = cadenceOf(asked);
  return { title: cadence ? cycleInWords({ cadence, cycleKey: key }) : "Cycle" };
}

export default async function CyclePage({ params }: Props) {
  const { company, cadence: asked, key } = await params;
  const viewer = await requireViewer(company);
  const cadence = cadenceOf(asked);
  if (cadence === null) notFound();
  const at = now();
  const result = await loadCycle(viewer, cadence, key, at);
  if (!result.ok && result.failure.code === "NOT_FOUND") notFound();
  const home = `/c/${viewer.companySlug}`;
  return (
    <>
      <PageHeader
        title={cycleInWords({ cadence, cycleKey: key })}
        crumbs={[{ label: "Cycles & inputs", href: `${home}/cycles` }]}
        description={result.ok ? periodInWords(result.value) : undefined}
        asOf={at}
        source="the company's data as it is known now"
      />
      {result.ok ? (
        <Screen cycle={result.value} viewer={viewer} at={at} />
      ) : (
        <FailureAlert failure={result.failure} />
      )}
    </>
  );
}

function periodInWords({ period, monthIndex, deadline }: CycleDetail): string {
  const month = monthIndex === null ? "" : `, month ${monthIndex} of the plan`;
  const sla = deadline === null ? "" : ` To be delivered by ${formatDate(deadline)}.`;
  return `${formatDate(period.start)} to ${formatDate(period.end)}${month}.${sla}`;
}

function Screen({ cycle, viewer, at }: { cycle: CycleDetail; viewer: Viewer; at: Date }) {
  const company = `/c/${viewer.companySlug}`;
  const newest = cycle.versions[0];
  const closed = cycle.versions.find(({ status }) => status === "CLOSED");
  return (
    <div className={classes.stack}>
      <CorrectedNote viewer={viewer} resting={{ cycleId: closed?.id ?? null }} what="This cycle" />
      {cycle.evaluated && newest && (
        <Section title="As evaluated">
          <OutcomeView
            outcome={cycle.evaluated}
            caption="Triggers as evaluated"
            company={company}
            certifiedFinal={newest.certifiedFinal}
          />
        </Section>
      )}
      <Preview cycle={cycle} viewer={viewer} at={at} />
      <InputsTable
        cycle={cycle}
        companySlug={viewer.companySlug}
        mayOverride={can(viewer.role, "input.override") && !isFinal(cycle)}
      />
      <Missing cycle={cycle} />
      {cycle.versions.length > 0 && <Versions versions={cycle.versions} />}
    </div>
  );
}

/** Certified as final by its newest closed version: it stands until the CFO reopens it. */
const isFinal = ({ versions }: CycleDetail): boolean =>
  versions.find(({ status }) => status === "CLOSED")?.certifiedFinal ?? false;

/** What an evaluation of this moment would say, and the button for whoever may press it. */
function Preview({ cycle, viewer, at }: { cycle: CycleDetail; viewer: Viewer; at: Date }) {
  const again = cycle.versions.length > 0;
  const company = `/c/${viewer.companySlug}`;
  const differs = cycle.inputs.filter(({ evaluatedWith }) => evaluatedWith !== null).length;
  return (
    <Section
      title={again ? "If it were evaluated again now" : "If it were evaluated now"}
      description={
        again
          ? `${differs === 0 ? "The figures are the same as then" : `${formatCount(differs, "figure")} ${differs === 1 ? "is" : "are"} another than then`}. ${followUp(cycle.later)}`
          : "It has not been evaluated yet."
      }
    >
      {cycle.comesIntoForce && (
        <p className={classes.note}>
          Judged under policy{" "}
          <TextLink
            href={`${company}/policy/versions/${cycle.comesIntoForce.bundleId}`}
            inherit
            underline="always"
          >
            {versionInWords(cycle.comesIntoForce.version).toLowerCase()}
          </TextLink>
          , which has been signed and comes into force when this cycle closes.
        </p>
      )}
      {(!again || differs > 0) && (
        <OutcomeView outcome={cycle.preview} caption="Triggers as they would be" company={company} />
      )}
      {isFinal(cycle) ? (
        <p className={classes.note}>
          The close is certified as final: it is neither evaluated again nor overridden before the CFO has{" "}
          <TextLink href={`${company}/close/${cycle.cycleKey}`} inherit underline="always">
            reopened it
          </TextLink>
          .
        </p>
      ) : can(viewer.role, "cycle.evaluate") ? (
        <EvaluateForm
          company={viewer.companySlug}
          cadence={cycle.cadence}
          cycleKey={cycle.cycleKey}
          again={again}
          today={at.toISOString().slice(0, 10)}
          firstDay={addDays(cycle.period.end, 1)}
          delivered={cycle.versions[0]?.deliveredAt ?? null}
        />
      ) : (
        <p className={classes.note}>{rolesThatCan("cycle.evaluate")} can evaluate it.</p>
      )}
    </Section>
  );
}

function followUp(later: number): string {
  if (later === 0) return "It is the newest cycle.";
  const these = later === 1 ? "the later cycle is" : `the ${formatNumber(later, 0)} later cycles are`;
  return `If a state changes, ${these} run again on the corrected history.`;
}
