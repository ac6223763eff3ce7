import type { Metadata } from "next";
import { theCycleInWords } from "@/components/governance/trigger-words";
import { FailureAlert } from "@/components/ui/failure-alert";
import { PageHeader } from "@/components/ui/page-header";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { loadWhatIf, type WhatIfView } from "@/lib/queries/what-if";
import { WhatIfScreen } from "./_components/what-if-screen";

export const metadata: Metadata = { title: "What if" };

export default async function WhatIfPage({ params }: { params: Promise<{ company: string }> }) {
  const viewer = await requireViewer((await params).company);
  const result = await loadWhatIf(viewer, now());
  return (
    <>
      <PageHeader
        title="What if"
        description="Assume figures for the months ahead and see what the policy in force would make of them."
        source={result.ok ? sourceOf(result.value) : undefined}
      />
      {result.ok ? (
        <WhatIfScreen view={result.value} viewer={viewer} />
      ) : (
        <FailureAlert failure={result.failure} />
      )}
    </>
  );
}

function sourceOf({ basis, today }: WhatIfView): string {
  const begins = today.cycle
    ? `the figures begin as those of ${theCycleInWords(today.cycle)} and the newest close`
    : "no cycle has closed yet, so there is no figure to begin with";
  return `policy ${basis.start.policyVersion}; ${begins}`;
}
