import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { versionInWords } from "@/components/governance/policy-words";
import { FailureAlert } from "@/components/ui/failure-alert";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { requireViewer, type Viewer } from "@/lib/auth/viewer";
import { comparePolicies, type PolicyComparison } from "@/lib/queries/policy-comparison";
import { AtlasDifferenceSection } from "../_components/atlas-difference-section";
import { CompareForm } from "../_components/compare-form";
import { HeavyPart } from "../_components/heavy-part";
import classes from "../_components/policy.module.css";
import { DifferenceSection } from "../versions/[bundleId]/_components/differences";

export const metadata: Metadata = { title: "Compare versions" };

type Props = {
  params: Promise<{ company: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function ComparePage({ params, searchParams }: Props) {
  const viewer = await requireViewer((await params).company);
  const asked = await searchParams;
  const text = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);
  const loaded = await comparePolicies(viewer, { from: text(asked.from), to: text(asked.to) });
  if (!loaded.ok && loaded.failure.code === "NOT_FOUND") notFound();
  const policy = `/c/${viewer.companySlug}/policy`;
  return (
    <>
      <PageHeader
        title="Compare versions"
        crumbs={[{ label: "Policy", href: policy }]}
        description="Any two versions, in words and figures. The address of this page is the comparison: hand it on."
      />
      {loaded.ok ? (
        <Comparison comparison={loaded.value} viewer={viewer} policy={policy} />
      ) : (
        <FailureAlert failure={loaded.failure} />
      )}
    </>
  );
}

function Comparison({
  comparison: { choices, from, to, difference, untrusted, isComparable },
  viewer,
  policy,
}: {
  comparison: PolicyComparison;
  viewer: Viewer;
  policy: string;
}) {
  return (
    <div className={classes.stack}>
      <Section title="Versions">
        <CompareForm choices={choices} from={from.id} to={to.id} policy={policy} />
      </Section>
      {untrusted.map((version) => (
        <FailureAlert
          key={version}
          failure={{
            code: "POLICY_UNTRUSTED",
            message: `The content of ${versionInWords(version).toLowerCase()} does not match its hash: it was altered after it was stored.`,
          }}
        />
      ))}
      <DifferenceSection
        difference={difference}
        title={`What ${versionInWords(to.version).toLowerCase()} changes`}
        policy={policy}
        carries={false}
      />
      {isComparable && difference.changes.length > 0 ? (
        <HeavyPart
          title="What it changes at the gates"
          waiting="Working out every situation and every class of request under both versions. This takes a second or two."
        >
          <AtlasDifferenceSection person={viewer} from={from.id} to={to.id} policy={policy} />
        </HeavyPart>
      ) : null}
    </div>
  );
}
