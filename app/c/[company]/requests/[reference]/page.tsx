import { Text } from "@mantine/core";
import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { RequestSteps } from "@/components/governance/request-steps";
import { GATE_WORDS } from "@/components/governance/request-words";
import { StateBadge } from "@/components/governance/state-badge";
import { FailureAlert } from "@/components/ui/failure-alert";
import { TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import { AsOf, PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { removeAttachmentAction } from "@/lib/actions/attachments";
import { catchUpRequests } from "@/lib/actions/catch-up-requests";
import {
  commentRequestAction,
  reevaluateRequestAction,
  reviseRequestAction,
  withdrawRequestAction,
} from "@/lib/actions/requests";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { loadAttachments } from "@/lib/queries/attachments";
import { loadMentions } from "@/lib/queries/mentions";
import { isCase } from "@/lib/queries/payback-plan";
import { loadRequest, type RequestPage } from "@/lib/queries/request";
import { loadDue } from "@/lib/queries/request-due";
import { loadRequestToEdit } from "@/lib/queries/request-form";
import { CorrectedNote } from "../../_components/corrected-note";
import { Asked } from "./_components/asked";
import { Attachments } from "./_components/attachments";
import { CommentForm } from "./_components/comment-form";
import { DueTime } from "./_components/due-time";
import { RequestActions } from "./_components/request-actions";
import classes from "./_components/request-page.module.css";
import { RequestVerdict } from "./_components/request-verdict";
import { Signatures } from "./_components/signatures";
import { Signing } from "./_components/signing";
import { Timeline } from "./_components/timeline";

type Props = { params: Promise<{ company: string; reference: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).reference };
}

export default async function RequestPageView({ params }: Props) {
  const { company, reference } = await params;
  const viewer = await requireViewer(company);
  const home = `/c/${viewer.companySlug}`;
  await catchUpRequests(viewer);
  const loaded = await loadRequest(viewer, reference, now());
  if (!loaded.ok && loaded.failure.code === "NOT_FOUND") {
    // A draft has no page; for its author it is the form.
    const draft = await loadRequestToEdit(viewer, reference, now());
    if (draft.ok) redirect(`${home}/requests/${reference}/edit`);
    notFound();
  }
  const crumbs = [{ label: "Requests", href: `${home}/requests` }];
  if (!loaded.ok)
    return (
      <>
        <PageHeader title={reference} crumbs={crumbs} />
        <FailureAlert failure={loaded.failure} />
      </>
    );
  const page = loaded.value;
  const { content, choices, verdict } = page;
  const mentions = await loadMentions(viewer, reference);
  const due = await loadDue(viewer, page, now());
  const slug = viewer.companySlug;
  return (
    <>
      <PageHeader
        title={content.title}
        crumbs={crumbs}
        badge={<StateBadge state={page.status} size="lg" />}
        description={
          <>
            {page.reference}
            {page.revision > 1 ? `, revision ${page.revision}` : ""} · {GATE_WORDS[page.gateId].name} ·{" "}
            {page.actionId ? (
              <TextLink href={`${home}/revenue/actions/${page.actionId}`} underline="always">
                Proposed by the {page.requesterName}
              </TextLink>
            ) : (
              `asked by ${page.requesterName}`
            )}
            {page.submittedAt ? (
              <>
                {" "}
                on <Moment at={page.submittedAt} />
                {due ? <DueTime {...due} /> : null}
              </>
            ) : null}
          </>
        }
        actions={
          <RequestActions
            reference={page.reference}
            editHref={choices.edit ? `${home}/requests/${page.reference}/edit` : null}
            withdraw={
              choices.withdraw
                ? withdrawRequestAction.bind(null, slug, { reference, revision: page.revision })
                : null
            }
            reevaluate={choices.reevaluate ? reevaluateRequestAction.bind(null, slug, { reference }) : null}
          />
        }
      />
      {page.hasUnsubmittedEdit ? (
        <Text size="sm" mb="md">
          You have begun a change that is not submitted:{" "}
          <TextLink href={`${home}/requests/${reference}/edit`} underline="always">
            go on with it
          </TextLink>
          .
        </Text>
      ) : null}
      <CorrectedNote
        viewer={viewer}
        resting={{ cycleId: verdict.cycle?.id ?? null }}
        what={verdict.rests === "now" ? "The newest cycle" : "This decision"}
      />
      <div className={classes.page}>
        <div className={`${classes.column} ${classes.main}`}>
          <RequestVerdict page={page} codePath={`${home}/codes`} />
          <Asked page={page} />
          {page.status === "APPROVED" && isPaybackCase(page) ? (
            <TextLink href={`${home}/payback/${reference}`} underline="always">
              Did it pay back?
            </TextLink>
          ) : null}
          <Attachments
            attachments={await loadAttachments(viewer, reference)}
            company={slug}
            reference={reference}
            mayChange={page.isMine && choices.edit}
            revision={page.revision}
            remove={removeAttachmentAction.bind(null, slug)}
            submit={reviseRequestAction.bind(null, slug, { reference, revision: page.revision, content })}
          />
        </div>
        <div className={`${classes.column} ${classes.side}`}>
          <Section title="Signatures">
            <Signatures page={page} />
            <Signing page={page} company={slug} />
          </Section>
          <States page={page} home={home} />
        </div>
        <div className={`${classes.column} ${classes.rest}`}>
          <Section
            title="Rule by rule"
            description={
              verdict.rests === "now"
                ? "How the gate comes to its verdict on the states of now."
                : "How the gate came to its verdict when the request ended."
            }
          >
            <RequestSteps steps={verdict.explanation.steps} codePath={`${home}/codes`} />
          </Section>
          <Section title="What happened">
            <Timeline steps={page.timeline} home={home} mentioned={mentions.names} />
            {choices.comment ? (
              <CommentForm
                reference={reference}
                members={mentions.members}
                comment={commentRequestAction.bind(null, slug)}
              />
            ) : null}
          </Section>
        </div>
      </div>
    </>
  );
}

/** Whether it promised a band that it can be held against. */
function isPaybackCase({ gateId, content: { details, roi_case } }: RequestPage): boolean {
  return isCase({ gateId, details, roi: roi_case?.expected_roi_band ?? null });
}

function States({ page: { verdict }, home }: { page: RequestPage; home: string }) {
  return (
    <Section
      title="States it rests on"
      description={verdict.rests === "now" ? "As they hold now." : "As they held when the request ended."}
    >
      <ul className={classes.states}>
        <li className={classes.state}>
          <Text size="sm">Mode</Text>
          <StateBadge state={verdict.mode} />
        </li>
        {verdict.states.map(({ id, shortId, name, critical, state }) => (
          <li key={id} className={classes.state}>
            <TextLink href={`${home}/triggers/${shortId}`} size="sm">
              {shortId} {name}
              {critical ? " (critical)" : ""}
            </TextLink>
            <StateBadge state={state} />
          </li>
        ))}
      </ul>
      <AsOf
        at={verdict.cycle?.evaluatedAt}
        source={
          verdict.cycle
            ? `cycle ${verdict.cycle.key}, policy ${verdict.policyVersion}`
            : "no closed cycle yet: every trigger counts as unknown"
        }
      />
    </Section>
  );
}
