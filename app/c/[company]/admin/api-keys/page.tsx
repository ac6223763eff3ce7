import { Stack } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { createApiKeyAction, revokeApiKeyAction } from "@/lib/actions/api-keys";
import { SCOPE_IN_WORDS } from "@/lib/auth/api-key-format";
import { can } from "@/lib/auth/permissions";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { listApiKeys } from "@/lib/queries/api-keys";
import { ApiKeyForm } from "./_components/api-key-form";
import { ApiKeyTable } from "./_components/api-key-table";

export const metadata: Metadata = { title: "API keys" };

export default async function ApiKeysPage({ params }: { params: Promise<{ company: string }> }) {
  const viewer = await requireViewer((await params).company);
  if (!can(viewer.role, "api-key.manage")) notFound();
  const at = now();
  const keys = await listApiKeys(viewer, at);
  const working = keys.filter((key) => key.state === "ACTIVE").length;
  const slug = viewer.companySlug;
  return (
    <>
      <PageHeader
        title="API keys"
        description="A key lets a program work for this company alone, within what is ticked for it. Decision runs that it sends enter the decision log, marked as coming from outside, and change no cycle."
      />
      <Stack gap="md">
        <Section title={formatCount(working, "working key")}>
          {keys.length === 0 ? (
            <EmptyState title="No keys yet" icon={<IconKey size={32} />}>
              No program can reach this company. Create a key below for one that should.
            </EmptyState>
          ) : (
            <ApiKeyTable keys={keys} present={at} revoke={revokeApiKeyAction.bind(null, slug)} />
          )}
        </Section>
        <ApiKeyForm
          scopes={Object.entries(SCOPE_IN_WORDS)}
          today={at.toISOString().slice(0, 10)}
          create={createApiKeyAction.bind(null, slug)}
        />
      </Stack>
    </>
  );
}
