import { Group, List, ListItem, Text } from "@mantine/core";
import { ReasonCodeText } from "@/components/governance/reason-code-text";
import { missingWords } from "@/components/governance/request-words";
import { type BadgeState, StateBadge } from "@/components/governance/state-badge";
import { DataTable } from "@/components/ui/data-table";
import { Facts } from "@/components/ui/facts";
import { TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import { Section } from "@/components/ui/section";
import type { LogEntryPage, LoggedDecision, LoggedSignoff } from "@/lib/queries/decision-log-entry";
import { gateWords } from "./log-words";

/** The decision as it was logged: outcome, why, on which states, who signed, what it was to bring. */
export function DecisionParts({
  decision,
  entry,
  home,
}: {
  decision: LoggedDecision;
  entry: LogEntryPage;
  home: string;
}) {
  const reference =
    entry.source === "application" ? (
      <TextLink
        href={`${home}/requests/${encodeURIComponent(decision.requestRef)}`}
        inherit
        underline="always"
      >
        {decision.requestRef}
      </TextLink>
    ) : (
      decision.requestRef
    );
  return (
    <>
      <Section title="Decision" actions={<StateBadge state={decision.outcome} size="lg" />}>
        {decision.rationale && <Text>{decision.rationale}</Text>}
        <Codes entry={entry} home={home} />
        <Facts
          items={[
            { label: "Request", value: reference },
            { label: "Gate", value: gateWords(decision.gateId) },
            { label: "Expected return, as a band", value: bandWords(decision.expectedRoiBand) },
            {
              label: "ROI case",
              value: decision.report
                ? decision.report.roi_case_attached
                  ? "Attached"
                  : "None that counts"
                : "—",
            },
            { label: "Exceptions claimed", value: exceptionWords(decision) },
            { label: "Blocked by", value: decision.report?.blocked_by.join(", ") || "—" },
            { label: "Missing", value: decision.report?.missing.map(missingWords).join("; ") || "—" },
            { label: "Notes", value: decision.report?.notes || "—" },
          ]}
        />
      </Section>
      <Section title="States it rests on" description="Every trigger as it stood when the gate decided.">
        <States states={decision.states} home={home} isOwn={entry.source !== "api"} />
      </Section>
      <Section title="Signatures">
        <Signatures signoffs={decision.signoffs} />
      </Section>
    </>
  );
}

function bandWords(band: [number, number] | null): string {
  return band === null ? "None stated" : `${band[0]} to ${band[1]}`;
}

function exceptionWords({ report }: LoggedDecision): string {
  const used = report?.exceptions_used ?? [];
  return (
    used
      .map(
        ({ exception_id, offset_documented }) =>
          `${exception_id} (offset ${offset_documented ? "documented" : "not documented"})`,
      )
      .join("; ") || "None"
  );
}

function Codes({ entry, home }: { entry: LogEntryPage; home: string }) {
  if (entry.reasonCodes.length === 0) return null;
  return (
    <List size="sm">
      {entry.reasonCodes.map((code) => (
        <ListItem key={code}>
          <ReasonCodeText code={code} href={`${home}/codes/${code}`} />
        </ListItem>
      ))}
    </List>
  );
}

function States({ states, home, isOwn }: { states: Record<string, string>; home: string; isOwn: boolean }) {
  const triggers = Object.entries(states).sort(([one], [other]) => one.localeCompare(other));
  if (triggers.length === 0) {
    return (
      <Text size="sm">
        No trigger was evaluated: the policy that came with the run could not be enforced.
      </Text>
    );
  }
  return (
    <Group gap="md">
      {triggers.map(([trigger, state]) => (
        <Group key={trigger} gap={6}>
          {isOwn ? (
            <TextLink href={`${home}/triggers/${trigger.split("_")[0]}`} size="sm" underline="always">
              {trigger}
            </TextLink>
          ) : (
            <Text size="sm">{trigger}</Text>
          )}
          <StateBadge state={state as BadgeState} />
        </Group>
      ))}
    </Group>
  );
}

function Signatures({ signoffs }: { signoffs: LoggedSignoff[] }) {
  return (
    <DataTable
      caption="Signatures on this decision"
      minWidth={420}
      rows={signoffs}
      rowKey={(signoff) => `${signoff.role} ${signoff.by ?? ""}`}
      empty={<Text size="sm">Nobody had signed.</Text>}
      columns={[
        { key: "role", header: "Role", names: true, cell: ({ role }) => role },
        { key: "by", header: "Signed by", cell: signedBy },
        { key: "at", header: "When", cell: ({ at }) => <Moment at={at} /> },
        {
          key: "verdict",
          header: "Verdict",
          cell: ({ verdict }) => (verdict === "DENY" ? "Denied" : "Approved"),
        },
      ]}
    />
  );
}

function signedBy({ by, onBehalfOf, secondFactor }: LoggedSignoff): string {
  const who = by ?? "not named";
  const whom = onBehalfOf ? ` for ${onBehalfOf}` : "";
  return `${who}${whom}${secondFactor ? ", with a second factor" : ""}`;
}
