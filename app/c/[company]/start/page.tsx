import type { Metadata } from "next";
import { PageHeader } from "@/components/ui/page-header";
import { can } from "@/lib/auth/permissions";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { loadGettingStarted } from "@/lib/queries/getting-started";
import { StartList } from "./_components/start-list";

export const metadata: Metadata = { title: "Getting started" };

export default async function StartPage({ params }: { params: Promise<{ company: string }> }) {
  const viewer = await requireViewer((await params).company);
  const started = await loadGettingStarted(viewer, now());
  return (
    <>
      <PageHeader
        title="From an empty company to a signed decision"
        description="Each step ticks itself off once the company's own data shows that it is done."
      />
      <StartList
        started={started}
        role={viewer.role}
        company={`/c/${viewer.companySlug}`}
        slug={viewer.companySlug}
        mayDismiss={can(viewer.role, "start.dismiss")}
      />
    </>
  );
}
