import type { Metadata } from "next";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureAlert } from "@/components/ui/failure-alert";
import { LinkButton, TextLink } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { importPolicyDraftAction, uploadPolicyDraftAction } from "@/lib/actions/policy";
import { can, rolesThatCan } from "@/lib/auth/permissions";
import { requireViewer } from "@/lib/auth/viewer";
import { loadPolicyImport } from "@/lib/queries/policy-import";
import { ImportForm } from "./_components/import-form";

export const metadata: Metadata = { title: "Import a policy" };

type Props = {
  params: Promise<{ company: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const KINDS = [
  { kind: "set", label: "A whole set", query: "" },
  { kind: "files", label: "Four artifacts", query: "?kind=files" },
] as const;

export default async function ImportPage({ params, searchParams }: Props) {
  const viewer = await requireViewer((await params).company);
  const policy = `/c/${viewer.companySlug}/policy`;
  if (!can(viewer.role, "policy.draft"))
    return (
      <EmptyState
        order={1}
        title="Your role writes no drafts"
        action={<LinkButton href={policy}>See the versions</LinkButton>}
      >
        {rolesThatCan("policy.draft")} may bring a policy in; you are here as {viewer.role}.
      </EmptyState>
    );
  const kind = (await searchParams).kind === "files" ? "files" : "set";
  const loaded = await loadPolicyImport(viewer);
  const send = kind === "set" ? importPolicyDraftAction : uploadPolicyDraftAction;
  return (
    <>
      <PageHeader
        title="Import a policy"
        crumbs={[{ label: "Policy", href: policy }]}
        description="A policy from elsewhere comes in as a draft. It is checked as it is read, and again by the server; nothing is decided under it before it is proposed, signed and in force."
      />
      {loaded.ok ? (
        <Section
          title={kind === "set" ? "A whole set in one file" : "The four artifacts"}
          actions={KINDS.map((each) => (
            <TextLink
              key={each.kind}
              href={`${policy}/import${each.query}`}
              aria-current={each.kind === kind ? "page" : undefined}
              fw={each.kind === kind ? 650 : undefined}
            >
              {each.label}
            </TextLink>
          ))}
        >
          <ImportForm
            key={kind}
            kind={kind}
            view={loaded.value}
            policy={policy}
            send={send.bind(null, viewer.companySlug)}
          />
        </Section>
      ) : (
        <FailureAlert failure={loaded.failure} />
      )}
    </>
  );
}
