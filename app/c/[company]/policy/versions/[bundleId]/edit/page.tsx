import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { PolicyStageBadge } from "@/components/governance/policy-stage-badge";
import { versionInWords } from "@/components/governance/policy-words";
import { FailureAlert } from "@/components/ui/failure-alert";
import { PageHeader } from "@/components/ui/page-header";
import { savePolicyDraftAction } from "@/lib/actions/policy";
import { can, rolesThatCan } from "@/lib/auth/permissions";
import { requireViewer } from "@/lib/auth/viewer";
import { readableJson } from "@/lib/policy/publication/readable-json";
import { loadPolicyDraft, type PolicyDraftView } from "@/lib/queries/policy-draft";
import { ARTIFACTS } from "./_components/data-place";
import type { Draft } from "./_components/editor-state";
import { PolicyEditor } from "./_components/policy-editor";

export const metadata: Metadata = { title: "Edit a policy draft" };

type Props = { params: Promise<{ company: string; bundleId: string }> };

export default async function EditPolicyDraftPage({ params }: Props) {
  const { company, bundleId } = await params;
  const viewer = await requireViewer(company);
  const home = `/c/${viewer.companySlug}`;
  const versions = { label: "Policy", href: `${home}/policy` };
  const loaded = await loadPolicyDraft(viewer, bundleId);
  if (!loaded.ok && loaded.failure.code === "NOT_FOUND") notFound();
  if (!loaded.ok)
    return (
      <>
        <PageHeader title="Policy draft" crumbs={[versions]} />
        <FailureAlert failure={loaded.failure} />
      </>
    );
  const { head, inForce, published } = loaded.value;
  const version = `${home}/policy/versions/${head.id}`;
  // What has been proposed is signed as it is; only a draft still changes.
  if (head.stage !== "DRAFT" && head.stage !== "VALIDATED") redirect(version);
  const mayWrite = can(viewer.role, "policy.draft");
  return (
    <>
      <PageHeader
        title={`${mayWrite ? "Edit" : "Read"} ${head.title || versionInWords(head.version)}`}
        crumbs={[versions, { label: head.title || versionInWords(head.version), href: version }]}
        badge={<PolicyStageBadge stage={head.stage} />}
        description={
          mayWrite
            ? "Form and JSON say the same; every check runs as you type. Nothing is decided by a draft."
            : `${rolesThatCan("policy.draft")} may edit drafts; you read this one as ${viewer.role}.`
        }
        asOf={head.edited?.at ?? head.drafted.at}
        source={head.edited?.by ?? head.drafted.by ?? undefined}
      />
      <PolicyEditor
        key={head.id}
        bundleId={head.id}
        stored={{ hash: head.hash, draft: draftOf(loaded.value) }}
        storedBy={head.edited?.by ?? null}
        published={published}
        inForce={inForce}
        readOnly={!mayWrite}
        home={home}
        save={savePolicyDraftAction.bind(null, viewer.companySlug)}
      />
    </>
  );
}

function draftOf({ head, artifacts }: PolicyDraftView): Draft {
  const texts = Object.fromEntries(ARTIFACTS.map((name) => [name, readableJson(artifacts[name])]));
  return { title: head.title, texts: texts as Draft["texts"] };
}
