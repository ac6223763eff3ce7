import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { ConstraintBadge } from "@/components/governance/action-badges";
import { cycleTriggerInWords } from "@/components/governance/action-words";
import { formatDateTime } from "@/components/ui/format";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { requireViewer } from "@/lib/auth/viewer";
import { loadRevenueCycle, type RevenueCycleScreen } from "@/lib/queries/revenue-cycle";
import { Actions } from "./_components/actions";
import { Basis } from "./_components/basis";
import classes from "./_components/cycle.module.css";
import { DataQuality } from "./_components/data-quality";
import { Diagnosis } from "./_components/diagnosis";
import { Difference } from "./_components/difference";
import { Gates } from "./_components/gates";
import { HeldBack } from "./_components/held-back";
import { LearningPlan } from "./_components/learning-plan";

export const metadata: Metadata = { title: "Optimisation cycle" };

type Props = { params: Promise<{ company: string; cycle: string }> };

export default async function RevenueCyclePage({ params }: Props) {
  const { company: slug, cycle: id } = await params;
  const viewer = await requireViewer(slug);
  const cycle = z.guid().safeParse(id).success ? await loadRevenueCycle(viewer, id) : null;
  if (cycle === null) notFound();
  const company = `/c/${viewer.companySlug}`;
  const cycles = `${company}/revenue/cycles`;
  return (
    <>
      <PageHeader
        title={`Cycle of ${formatDateTime(cycle.executedAt)}`}
        crumbs={[{ label: "Optimisation cycles", href: cycles }]}
        badge={<ConstraintBadge constraint={cycle.output.cycle_summary.binding_constraint} size="lg" />}
        description={`${cycleTriggerInWords(cycle.trigger)}.`.replace(/\.\.$/, ".")}
        actions={<Neighbours cycle={cycle} cycles={cycles} />}
      />
      <div className={classes.screen}>
        <Diagnosis cycle={cycle} company={company} />
        <Gates cycle={cycle} />
        <Actions cycle={cycle} company={company} />
        <HeldBack suppressed={cycle.output.suppressed_actions} company={company} />
        <DataQuality actions={cycle.output.data_quality_actions} company={company} />
        <Difference cycle={cycle} company={company} />
        <LearningPlan cycle={cycle} company={company} />
        <Basis cycle={cycle} company={company} />
      </div>
    </>
  );
}

function Neighbours({ cycle: { previous, next }, cycles }: { cycle: RevenueCycleScreen; cycles: string }) {
  return (
    <>
      {previous && (
        <LinkButton
          href={`${cycles}/${previous.id}`}
          variant="default"
          size="sm"
          leftSection={<IconChevronLeft size={16} aria-hidden />}
        >
          Cycle before
        </LinkButton>
      )}
      {next && (
        <LinkButton
          href={`${cycles}/${next.id}`}
          variant="default"
          size="sm"
          rightSection={<IconChevronRight size={16} aria-hidden />}
        >
          Cycle after
        </LinkButton>
      )}
    </>
  );
}
