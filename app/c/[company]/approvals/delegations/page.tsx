import { Group, Stack, Text } from "@mantine/core";
import type { Metadata } from "next";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatDate } from "@/components/ui/format";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import type { Tone } from "@/components/ui/theme";
import { ToneBadge } from "@/components/ui/tone-badge";
import { delegateSigningAction, endDelegationAction } from "@/lib/actions/delegations";
import { can, rolesThatCan } from "@/lib/auth/permissions";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { type Delegation, loadDelegations } from "@/lib/queries/delegations";
import { DelegateForm } from "./_components/delegate-form";
import { EndDelegation } from "./_components/end-delegation";

export const metadata: Metadata = { title: "Stand-ins" };

const STANDING: Record<Delegation["standing"], { word: string; tone: Tone }> = {
  IN_FORCE: { word: "In force", tone: "good" },
  COMING: { word: "Coming", tone: "info" },
  PAUSED: { word: "Paused", tone: "watch" },
  OVER: { word: "Over", tone: "neutral" },
  ENDED: { word: "Ended", tone: "neutral" },
  LAPSED: { word: "Lapsed", tone: "watch" },
};

export default async function DelegationsPage({ params }: { params: Promise<{ company: string }> }) {
  const viewer = await requireViewer((await params).company);
  const home = `/c/${viewer.companySlug}`;
  if (!can(viewer.role, "request.sign"))
    return (
      <EmptyState
        order={1}
        title="Your role signs nothing"
        action={<LinkButton href={`${home}/requests`}>See the requests</LinkButton>}
      >
        {rolesThatCan("request.sign")} may sign and let others stand in; you are here as {viewer.role}.
      </EmptyState>
    );
  const at = now();
  const { delegations, candidates } = await loadDelegations(viewer, at);
  return (
    <>
      <PageHeader
        title="Stand-ins"
        crumbs={[{ label: "Approvals", href: `${home}/approvals` }]}
        description="While you are away, somebody you name signs requests for you. Both names stand in the signature and in the log. Policies are signed in person only."
      />
      <Stack gap="md">
        <Section
          title="Who stands in for whom"
          description="What you have delegated, and what others have delegated to you. Days are UTC, both included."
        >
          <DataTable
            caption="Delegations"
            columns={columnsFor(viewer.companySlug, viewer.userId)}
            rows={delegations}
            rowKey={({ id }) => id}
            minWidth={320}
            empty={<Text size="sm">Nobody stands in for you, and you stand in for nobody.</Text>}
          />
        </Section>
        <DelegateForm
          role={viewer.role}
          today={at.toISOString().slice(0, 10)}
          candidates={candidates}
          delegate={delegateSigningAction.bind(null, viewer.companySlug)}
        />
      </Stack>
    </>
  );
}

function columnsFor(company: string, me: string): Column<Delegation>[] {
  const you = (id: string, name: string) => (id === me ? "You" : name);
  return [
    {
      key: "who",
      header: "Who signs",
      names: true,
      cell: ({ delegateId, delegateName, delegatorId, delegatorName, role, reason }) => (
        <>
          {you(delegateId, delegateName)} for the {role} {delegatorId === me ? "(you)" : delegatorName}
          <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {reason}
          </Text>
        </>
      ),
    },
    {
      key: "days",
      header: "Days",
      cell: ({ fromOn, untilOn }) =>
        fromOn === untilOn ? formatDate(fromOn) : `${formatDate(fromOn)} to ${formatDate(untilOn)}`,
    },
    { key: "standing", header: "Standing", cell: (row) => <Standing {...row} company={company} me={me} /> },
  ];
}

const NOTES: Partial<Record<Delegation["standing"], string>> = {
  LAPSED: "a role has changed, or somebody has left",
  PAUSED: "while an account is disabled",
};

/** Where it stands, and the way to end it while there is something to end. */
function Standing({ company, me, ...row }: Delegation & { company: string; me: string }) {
  const { id, standing, endedByName, delegatorId, delegateName, delegatorName } = row;
  const note = standing === "ENDED" && endedByName ? `by ${endedByName}` : NOTES[standing];
  const words =
    delegatorId === me
      ? { label: "Take back", question: `${delegateName} no longer signs for you, from this moment on.` }
      : { label: "Give back", question: `You no longer sign for ${delegatorName}, from this moment on.` };
  return (
    <Group gap="xs" justify="space-between">
      <div>
        <ToneBadge tone={STANDING[standing].tone} size="sm">
          {STANDING[standing].word}
        </ToneBadge>
        {note ? (
          <Text size="xs" c="dimmed">
            {note}
          </Text>
        ) : null}
      </div>
      {standing === "IN_FORCE" || standing === "COMING" || standing === "PAUSED" ? (
        <EndDelegation end={endDelegationAction.bind(null, company, id)} words={words} />
      ) : null}
    </Group>
  );
}
