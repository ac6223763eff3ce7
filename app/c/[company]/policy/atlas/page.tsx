import type { Metadata } from "next";
import { versionInWords } from "@/components/governance/policy-words";
import { theCycleInWords } from "@/components/governance/trigger-words";
import { FailureAlert } from "@/components/ui/failure-alert";
import { formatCount } from "@/components/ui/format";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { requireViewer } from "@/lib/auth/viewer";
import { loadPolicyAtlas, type PolicyAtlasView } from "@/lib/queries/policy-atlas";
import classes from "./_components/atlas.module.css";
import { AtlasChoices } from "./_components/atlas-choices";
import { AtlasGateCard } from "./_components/atlas-gate-card";
import { totalsInWords } from "./_components/atlas-words";
import { situationChoices } from "./_components/situation-choices";
import { DefaultDeny, PromisesKept, RulesInUse, ThresholdCover } from "./_components/whole-policy";

export const metadata: Metadata = { title: "Policy atlas" };

type Props = {
  params: Promise<{ company: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function PolicyAtlasPage({ params, searchParams }: Props) {
  const viewer = await requireViewer((await params).company);
  const company = `/c/${viewer.companySlug}`;
  const result = await loadPolicyAtlas(viewer, await searchParams);
  return (
    <>
      <PageHeader
        title="Policy atlas"
        crumbs={[{ label: "Policy", href: `${company}/policy` }]}
        description={`What ${result.ok ? policyInWords(result.value) : "the policy in force"} does with every class of request that its gates can tell apart, in any situation. Choose states and see the four gates change; nothing is changed by looking.`}
        asOf={result.ok ? result.value.cycle?.evaluatedAt : null}
        source={result.ok ? sourceOf(result.value) : undefined}
      />
      {result.ok ? (
        <Atlas view={result.value} company={company} />
      ) : (
        <FailureAlert failure={result.failure} />
      )}
    </>
  );
}

function policyInWords({ policy }: PolicyAtlasView): string {
  return policy.isInForce
    ? "the policy in force"
    : `${versionInWords(policy.version).toLowerCase()}, which is not in force,`;
}

function sourceOf({ policy, cycle }: PolicyAtlasView) {
  const states = cycle
    ? `today's states are those of ${theCycleInWords(cycle)}`
    : "no cycle has been closed, so today every trigger is unknown";
  return (
    <>
      policy {policy.version}, <span className={classes.hash}>{policy.hash}</span>; {states}
    </>
  );
}

function Atlas({ view, company }: { view: PolicyAtlasView; company: string }) {
  const { gates, report, isToday } = view;
  return (
    <div className={classes.screen}>
      <Section
        title="Situation"
        description={`One of ${formatCount(report.situations, "situation")}: every state of every trigger, in both modes, with CRM hygiene enforced and not.`}
      >
        <AtlasChoices
          choices={situationChoices(view)}
          path={`${company}/policy/atlas`}
          version={view.policy.isInForce ? null : view.policy.bundleId}
          isToday={isToday}
        />
      </Section>
      <section aria-label="The four gates">
        <p className={classes.totals} role="status">
          {isToday ? "As things stand today" : "In the situation chosen"}: {totalsInWords(gates)}
        </p>
        <div className={classes.gates}>
          {gates.map((gate) => (
            <AtlasGateCard key={gate.gateId} gate={gate} company={company} />
          ))}
        </div>
      </section>
      <RulesInUse report={report} company={company} />
      <DefaultDeny groups={view.defaultDeny} situations={report.situations} />
      <ThresholdCover thresholds={report.thresholds} />
      <PromisesKept promises={report.promises} />
    </div>
  );
}
