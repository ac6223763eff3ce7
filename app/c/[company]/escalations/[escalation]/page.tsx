import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { EscalationBadge } from "@/components/governance/escalation-badge";
import { FailureAlert } from "@/components/ui/failure-alert";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { requireViewer, type Viewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { type EscalationDetail, loadEscalation } from "@/lib/queries/escalations";
import { Causes } from "../_components/causes";
import classes from "../_components/escalations.module.css";
import { History } from "../_components/history";
import { NextStep } from "../_components/next-step";

export const metadata: Metadata = { title: "Escalation" };

type Props = { params: Promise<{ company: string; escalation: string }> };

export default async function EscalationPage({ params }: Props) {
  const { company: slug, escalation: id } = await params;
  const viewer = await requireViewer(slug);
  if (!z.guid().safeParse(id).success) notFound();
  const result = await loadEscalation(viewer, id);
  if (!result.ok) {
    if (result.failure.code === "NOT_FOUND") notFound();
    return <FailureAlert failure={result.failure} />;
  }
  return <Screen escalation={result.value} viewer={viewer} present={now()} />;
}

function Screen({
  escalation,
  viewer,
  present,
}: {
  escalation: EscalationDetail;
  viewer: Viewer;
  present: Date;
}) {
  const company = `/c/${viewer.companySlug}`;
  return (
    <>
      <PageHeader
        title={escalation.rule}
        crumbs={[{ label: "Escalations", href: `${company}/escalations` }]}
        badge={<EscalationBadge status={escalation.status} size="lg" />}
      />
      <div className={classes.screen}>
        <Section title="Mandated action">
          <p className={classes.action}>{escalation.action}</p>
        </Section>
        <NextStep escalation={escalation} viewer={viewer} present={present} />
        <Causes escalation={escalation} company={company} />
        <History escalation={escalation} company={company} />
      </div>
    </>
  );
}
