import { Button, Text } from "@mantine/core";
import { IconArrowsDiff, IconCopyPlus, IconDownload, IconPencil } from "@tabler/icons-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PolicyStageBadge } from "@/components/governance/policy-stage-badge";
import { differenceInWords, stageInWords, versionInWords } from "@/components/governance/policy-words";
import { FailureAlert } from "@/components/ui/failure-alert";
import { LinkButton, TextLink } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import {
  declinePolicyAction,
  discardPolicyDraftAction,
  proposePolicyAction,
  signPolicyAction,
  startPolicyDraftAction,
  withdrawPolicyProposalAction,
} from "@/lib/actions/policy";
import { requireViewer, type Viewer } from "@/lib/auth/viewer";
import { loadPolicyVersion, type PolicyVersionPage } from "@/lib/queries/policy-version";
import { AtlasDifferenceSection } from "../../_components/atlas-difference-section";
import { BACKTEST_TITLE, LoadedBacktest } from "../../_components/backtest-section";
import { HeavyPart } from "../../_components/heavy-part";
import { NewDraftButton } from "../../_components/new-draft-button";
import { PolicyHash } from "../../_components/policy-hash";
import { Content, Findings, OwnTriggers } from "./_components/content";
import { DifferenceSection } from "./_components/differences";
import { LifeLine } from "./_components/life-line";
import { lifeSteps } from "./_components/life-steps";
import { originInWords } from "./_components/origin-words";
import classes from "./_components/version.module.css";
import { VersionSteps } from "./_components/version-steps";

export const metadata: Metadata = { title: "Policy version" };

type Props = { params: Promise<{ company: string; bundleId: string }> };

export default async function PolicyVersionScreen({ params }: Props) {
  const { company, bundleId } = await params;
  const viewer = await requireViewer(company);
  const loaded = await loadPolicyVersion(viewer, bundleId);
  if (!loaded.ok && loaded.failure.code === "NOT_FOUND") notFound();
  const policy = `/c/${viewer.companySlug}/policy`;
  const crumbs = [{ label: "Policy", href: policy }];
  if (!loaded.ok)
    return (
      <>
        <PageHeader title="Policy version" crumbs={crumbs} />
        <FailureAlert failure={loaded.failure} />
      </>
    );
  const page = loaded.value;
  const { head } = page;
  return (
    <>
      <PageHeader
        title={head.title === "" ? versionInWords(head.version) : head.title}
        crumbs={crumbs}
        badge={<PolicyStageBadge stage={head.stage} size="lg" />}
        description={`${head.title === "" ? "" : `${versionInWords(head.version)}. `}${stageInWords(head.stage, signedBy(head.signatures))}`}
        actions={<HeaderActions page={page} policy={policy} company={viewer.companySlug} />}
      />
      {page.isTrusted ? null : (
        <FailureAlert
          failure={{
            code: "POLICY_UNTRUSTED",
            message:
              "The content of this version does not match its hash: it was altered after it was stored. Nothing is decided under it, and nobody can sign it.",
          }}
        />
      )}
      <div className={classes.page}>
        <div className={classes.column}>
          <Findings
            findings={page.findings}
            editHref={page.choices.edit ? `${policy}/versions/${head.id}/edit` : null}
            company={`/c/${viewer.companySlug}`}
          />
          <Differences page={page} policy={policy} />
          <AtGates page={page} viewer={viewer} policy={policy} />
          {page.isTrusted && page.findings.length === 0 ? (
            <HeavyPart
              title={BACKTEST_TITLE}
              waiting="Replaying the company's own history under this version. This takes a second or two."
            >
              <LoadedBacktest person={viewer} bundleId={head.id} company={`/c/${viewer.companySlug}`} />
            </HeavyPart>
          ) : null}
          <OwnTriggers triggers={page.ownTriggers} />
          <Content artifacts={page.artifacts} />
        </div>
        <div className={`${classes.column} ${classes.side}`}>
          <Steps page={page} company={viewer.companySlug} />
          <Provenance page={page} policy={policy} />
        </div>
      </div>
    </>
  );
}

/** The roles whose signature stands on the content as it is. */
const signedBy = (signatures: PolicyVersionPage["head"]["signatures"]): string[] =>
  signatures.filter(({ verdict, counts }) => verdict === "APPROVE" && counts).map(({ role }) => role);

function HeaderActions({
  page,
  policy,
  company,
}: {
  page: PolicyVersionPage;
  policy: string;
  company: string;
}) {
  const { head, choices, inForce, base } = page;
  const other = inForce && inForce.id !== head.id ? inForce : base;
  const version = `${policy}/versions/${head.id}`;
  return (
    <>
      {choices.edit && (
        <LinkButton href={`${version}/edit`} leftSection={<IconPencil size={16} aria-hidden />}>
          Edit
        </LinkButton>
      )}
      {other && (
        <LinkButton
          href={`${policy}/compare?from=${other.id}&to=${head.id}`}
          variant="default"
          leftSection={<IconArrowsDiff size={16} aria-hidden />}
        >
          Compare
        </LinkButton>
      )}
      {page.isTrusted && (
        <Button
          component="a"
          href={`${version}/export`}
          download
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          Export the set
        </Button>
      )}
      {choices.copy && (
        <NewDraftButton
          from={head.id}
          fromWords={versionInWords(head.version).toLowerCase()}
          policy={policy}
          start={startPolicyDraftAction.bind(null, company)}
          variant="default"
          leftSection={<IconCopyPlus size={16} aria-hidden />}
        >
          Copy as new draft
        </NewDraftButton>
      )}
    </>
  );
}

function Steps({ page, company }: { page: PolicyVersionPage; company: string }) {
  const { head, choices, toInForce } = page;
  const { bundleId } = { bundleId: head.id };
  return (
    <Section title="Its life">
      <LifeLine steps={lifeSteps(head)} />
      <VersionSteps
        what={{ bundleId, seenHash: head.hash }}
        name={versionInWords(head.version).toLowerCase()}
        neededVersion={toInForce?.neededVersion ?? head.version}
        signAs={choices.signAs}
        completes={choices.completes}
        difference={toInForce ? differenceInWords(toInForce.from.version, toInForce.changes) : ""}
        actions={{
          propose: choices.propose ? proposePolicyAction.bind(null, company) : null,
          sign: choices.signAs ? signPolicyAction.bind(null, company) : null,
          decline: choices.signAs ? declinePolicyAction.bind(null, company) : null,
          withdraw: choices.withdraw ? withdrawPolicyProposalAction.bind(null, company) : null,
          discard: choices.discard ? discardPolicyDraftAction.bind(null, company, { bundleId }) : null,
        }}
      />
      {choices.notes.map((note) => (
        <Text key={note} size="sm" c="dimmed">
          {note}
        </Text>
      ))}
    </Section>
  );
}

function Provenance({ page: { head, base }, policy }: { page: PolicyVersionPage; policy: string }) {
  return (
    <Section title="Where it comes from">
      <p className={classes.text}>
        {base ? (
          <>
            Copied from{" "}
            <TextLink href={`${policy}/versions/${base.id}`} inherit underline="always">
              {versionInWords(base.version).toLowerCase()}
            </TextLink>
            .
          </>
        ) : (
          originInWords(head)
        )}
      </p>
      <div>
        <p className={classes.small}>Hash of its content</p>
        <PolicyHash hash={head.hash} of="this version" isWhole />
      </div>
    </Section>
  );
}

function Differences({
  page: { head, toInForce, toBase },
  policy,
}: {
  page: PolicyVersionPage;
  policy: string;
}) {
  const isToCome = ["DRAFT", "VALIDATED", "PROPOSED", "SIGNED"].includes(head.stage);
  return (
    <>
      {toInForce && (
        <DifferenceSection
          difference={toInForce}
          title="Against the policy in force"
          policy={policy}
          carries={isToCome}
        />
      )}
      {toBase && (
        <DifferenceSection
          difference={toBase}
          title={toInForce ? "Against the version it was copied from" : "What it changed"}
          policy={policy}
          carries={false}
        />
      )}
    </>
  );
}

/** Against the policy in force; of that one itself, against the version it came from. */
function AtGates({ page, viewer, policy }: { page: PolicyVersionPage; viewer: Viewer; policy: string }) {
  const { head, findings, toInForce, toBase } = page;
  const difference = toInForce ?? toBase;
  if (!page.isTrusted || findings.length > 0 || !difference || difference.changes.length === 0) return null;
  return (
    <HeavyPart
      title="What it changes at the gates"
      waiting="Working out every situation and every class of request under both versions. This takes a second or two."
    >
      <AtlasDifferenceSection person={viewer} from={difference.from.id} to={head.id} policy={policy} />
    </HeavyPart>
  );
}
