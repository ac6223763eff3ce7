import { Box } from "@mantine/core";
import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { StateBadge } from "@/components/governance/state-badge";
import { FailureAlert } from "@/components/ui/failure-alert";
import { PageHeader } from "@/components/ui/page-header";
import { removeAttachmentAction } from "@/lib/actions/attachments";
import {
  discardDraftAction,
  reviseRequestAction,
  saveDraftAction,
  submitRequestAction,
} from "@/lib/actions/requests";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { loadAttachments } from "@/lib/queries/attachments";
import { type EditedRequest, loadRequestToEdit } from "@/lib/queries/request-form";
import { valuesFrom } from "../../_components/form-content";
import { FORMS } from "../../_components/form-fields";
import { emptyValues } from "../../_components/form-values";
import { RequestForm } from "../../_components/request-form";
import { Attachments } from "../_components/attachments";

type Props = { params: Promise<{ company: string; reference: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Edit ${(await params).reference}` };
}

export default async function EditRequestPage({ params }: Props) {
  const { company, reference } = await params;
  const viewer = await requireViewer(company);
  const home = `/c/${viewer.companySlug}`;
  const loaded = await loadRequestToEdit(viewer, reference, now());
  if (!loaded.ok && loaded.failure.code === "NOT_FOUND") notFound();
  if (!loaded.ok && loaded.failure.code === "ALREADY_DECIDED") redirect(`${home}/requests/${reference}`);
  const crumbs = [{ label: "Requests", href: `${home}/requests` }];
  if (!loaded.ok)
    return (
      <>
        <PageHeader title={reference} crumbs={crumbs} />
        <FailureAlert failure={loaded.failure} />
      </>
    );
  const { status, revision, basis } = loaded.value;
  const { form, values } = held(loaded.value);
  const isDraft = status === "DRAFT";
  return (
    <>
      <PageHeader
        title={`${FORMS[form].name}, ${reference}`}
        crumbs={isDraft ? crumbs : [...crumbs, { label: reference, href: `${home}/requests/${reference}` }]}
        badge={<StateBadge state={isDraft ? "DRAFT" : status === "PENDING" ? "PENDING" : "BLOCKED"} />}
        description={isDraft ? FORMS[form].lead : "Change what you asked for, and submit it again."}
      />
      <RequestForm
        formName={form}
        initial={values}
        basis={basis}
        home={home}
        reference={reference}
        revision={isDraft ? undefined : revision}
        save={saveDraftAction.bind(null, viewer.companySlug)}
        submit={(isDraft ? submitRequestAction : reviseRequestAction).bind(null, viewer.companySlug)}
        discard={discardDraftAction.bind(null, viewer.companySlug)}
      />
      <Box mt="md">
        <Attachments
          attachments={await loadAttachments(viewer, reference)}
          company={viewer.companySlug}
          reference={reference}
          mayChange
          revision={isDraft ? 0 : revision}
          remove={removeAttachmentAction.bind(null, viewer.companySlug)}
          submit={null}
        />
      </Box>
    </>
  );
}

/** What was typed last, else what was submitted last. */
function held({ draft, content, gateId }: EditedRequest) {
  if (draft) return { form: draft.form, values: { ...emptyValues(draft.form), ...draft.values } };
  if (content) return valuesFrom(content);
  return { form: gateId, values: emptyValues(gateId) };
}
