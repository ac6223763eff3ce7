import type { Metadata } from "next";
import { notFound } from "next/navigation";
import * as z from "zod";
import { FailureAlert } from "@/components/ui/failure-alert";
import { Moment } from "@/components/ui/moment";
import { PageHeader } from "@/components/ui/page-header";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { loadScenario, type WhatIfView } from "@/lib/queries/what-if";
import { WhatIfScreen } from "../_components/what-if-screen";

export const metadata: Metadata = { title: "Scenario" };

type Props = {
  params: Promise<{ company: string; scenario: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function ScenarioPage({ params, searchParams }: Props) {
  const { company, scenario } = await params;
  const viewer = await requireViewer(company);
  const id = z.guid().safeParse(scenario);
  if (!id.success) return notFound();
  const isRefreshed = (await searchParams).start === "now";
  const result = await loadScenario(viewer, id.data, now(), isRefreshed);
  if (!result.ok && result.failure.code === "NOT_FOUND") return notFound();
  const home = `/c/${viewer.companySlug}/what-if`;
  return (
    <>
      <PageHeader
        title={result.ok ? result.value.scenario?.name : "Scenario"}
        crumbs={[{ label: "What if", href: home }]}
        description={result.ok ? <Origin view={result.value} isRefreshed={isRefreshed} /> : undefined}
      />
      {result.ok ? (
        <WhatIfScreen view={result.value} viewer={viewer} />
      ) : (
        <FailureAlert failure={result.failure} />
      )}
    </>
  );
}

function Origin({ view: { scenario, basis }, isRefreshed }: { view: WhatIfView; isRefreshed: boolean }) {
  if (scenario === null) return null;
  return (
    <>
      By {scenario.author}, saved <Moment at={scenario.updatedAt} />; policy {basis.start.policyVersion}.
      {isRefreshed && " Shown on today's starting figures; this is not saved yet."}
    </>
  );
}
