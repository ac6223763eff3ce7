import { IconFileImport, IconMap2, IconPencilPlus, IconUpload } from "@tabler/icons-react";
import type { Metadata } from "next";
import { PolicyProposalNote } from "@/components/governance/policy-proposal-note";
import { versionInWords } from "@/components/governance/policy-words";
import { FailureAlert } from "@/components/ui/failure-alert";
import { LinkButton, TextLink } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { startPolicyDraftAction } from "@/lib/actions/policy";
import { requireViewer } from "@/lib/auth/viewer";
import { policyCursor } from "@/lib/queries/policy-head";
import { listPolicyVersions, type PolicyVersionsPage } from "@/lib/queries/policy-versions";
import { CompareForm } from "./_components/compare-form";
import { NewDraftButton } from "./_components/new-draft-button";
import classes from "./_components/policy.module.css";
import { PolicyTable } from "./_components/policy-table";

export const metadata: Metadata = { title: "Policy" };

type Props = {
  params: Promise<{ company: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function PolicyPage({ params, searchParams }: Props) {
  const viewer = await requireViewer((await params).company);
  const { before } = await searchParams;
  const cursor = policyCursor(typeof before === "string" ? before : null);
  const loaded = await listPolicyVersions(viewer, { before: cursor });
  const policy = `/c/${viewer.companySlug}/policy`;
  const page = loaded.ok ? loaded.value : null;
  return (
    <>
      <PageHeader
        title="Policy"
        description="What the gates decide by. A change is drafted, proposed, signed by the CFO and the CEO, and in force with the next cycle that closes; every decision keeps the version it was made under."
        actions={page && <Doors page={page} policy={policy} company={viewer.companySlug} />}
      />
      {page ? (
        <div className={classes.stack}>
          <PolicyProposalNote proposal={page.proposal} policy={policy} />
          <Section title="Versions" description={page.whyNotDraft ?? undefined}>
            <PolicyTable versions={page.versions} policy={policy} />
            {(page.nextCursor || cursor) && (
              <p className={classes.line}>
                {cursor && (
                  <TextLink href={policy} mr="md">
                    Newest versions
                  </TextLink>
                )}
                {page.nextCursor && (
                  <TextLink href={`${policy}?before=${encodeURIComponent(page.nextCursor)}`}>
                    Older versions
                  </TextLink>
                )}
              </p>
            )}
          </Section>
          {page.choices.length > 1 && (
            <Section title="Compare two versions" description="In words and figures, as a reviewer reads it.">
              <CompareForm
                choices={page.choices}
                from={page.inForce?.id}
                to={page.choices.find(({ id }) => id !== page.inForce?.id)?.id ?? page.inForce?.id}
                policy={policy}
              />
            </Section>
          )}
        </div>
      ) : (
        !loaded.ok && <FailureAlert failure={loaded.failure} />
      )}
    </>
  );
}

function Doors({ page, policy, company }: { page: PolicyVersionsPage; policy: string; company: string }) {
  const { inForce, mayDraft } = page;
  return (
    <>
      <LinkButton href={`${policy}/atlas`} variant="default" leftSection={<IconMap2 size={16} aria-hidden />}>
        Atlas
      </LinkButton>
      {mayDraft && (
        <>
          <LinkButton
            href={`${policy}/import`}
            variant="default"
            leftSection={<IconFileImport size={16} aria-hidden />}
          >
            Import a set
          </LinkButton>
          <LinkButton
            href={`${policy}/import?kind=files`}
            variant="default"
            leftSection={<IconUpload size={16} aria-hidden />}
          >
            Upload four files
          </LinkButton>
        </>
      )}
      {mayDraft && inForce && (
        <NewDraftButton
          from={inForce.id}
          fromWords={`${versionInWords(inForce.version).toLowerCase()}, which is in force`}
          policy={policy}
          start={startPolicyDraftAction.bind(null, company)}
          leftSection={<IconPencilPlus size={16} aria-hidden />}
        >
          New draft
        </NewDraftButton>
      )}
    </>
  );
}
