import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { GATE_WORDS } from "@/components/governance/request-words";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Facts } from "@/components/ui/facts";
import { formatCount } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { REASON_CODES, type ReasonCodeEntry } from "@/kernel/enforcement";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { type CodeExample, LATELY_DAYS, loadCodeInCompany } from "@/lib/queries/reason-code";
import classes from "../_components/codes.module.css";
import { enforcementSentence } from "../_components/enforcement-words";
import { OutcomeBadge } from "../_components/outcome-badge";
import { topicOf } from "../_components/topic";
import { mendingOf } from "../_components/who-mends";

type Props = { params: Promise<{ company: string; code: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).code.toUpperCase() };
}

export default async function ReasonCodePage({ params }: Props) {
  const { company: slug, code } = await params;
  const viewer = await requireViewer(slug);
  // Whoever types an address does not think of capitals.
  const at = REASON_CODES.findIndex((each) => each.code === code.toUpperCase());
  const entry = REASON_CODES[at];
  if (entry === undefined) notFound();
  const company = `/c/${viewer.companySlug}`;
  const { examples, lately } = await loadCodeInCompany(viewer, entry.code, now());
  return (
    <>
      <PageHeader
        title={`${entry.code} ${entry.title}`}
        crumbs={[{ label: "Reason codes", href: `${company}/codes` }]}
        badge={<OutcomeBadge outcome={entry.outcome} />}
      />
      <div className={classes.screen}>
        <Meaning entry={entry} company={company} />
        <Section
          title="In this company"
          description={examples.length > 0 && howOften(lately)}
          actions={
            examples.length > 0 && (
              <TextLink href={`${company}/log?code=${entry.code}`} size="sm">
                All entries with {entry.code}
              </TextLink>
            )
          }
        >
          <Examples examples={examples} company={company} code={entry.code} />
        </Section>
        <Neighbours before={REASON_CODES[at - 1]} after={REASON_CODES[at + 1]} company={company} />
      </div>
    </>
  );
}

function howOften(lately: number): string {
  const entries = lately === 0 ? "No entry" : formatCount(lately, "entry", "entries");
  return `${entries} of the decision log in the last ${LATELY_DAYS} days. Below, the newest that carry it.`;
}

function Meaning({ entry, company }: { entry: ReasonCodeEntry; company: string }) {
  const topic = topicOf(entry);
  const { who, where } = mendingOf(entry);
  return (
    <Section title="What to do">
      <p className={classes.remedy}>{entry.remedy}</p>
      <Facts
        items={[
          {
            label: "Who can mend it",
            value: (
              <>
                {who}
                {where && (
                  <>
                    {" "}
                    <TextLink href={`${company}${where.path}`} inherit underline="always">
                      {where.label}
                    </TextLink>
                  </>
                )}
              </>
            ),
          },
          {
            label: "What it stops",
            value: enforcementSentence(entry.enforcement),
          },
          {
            label: "Answer",
            value: answerWords(entry),
          },
          { label: "Clause", value: entry.clause },
          {
            label: topic.gateId ? "Gate" : "Topic",
            value: topic.gateId ? (
              <TextLink href={`${company}/codes/rules#${topic.gateId}`} inherit underline="always">
                {topic.gateId.slice(0, 2)} {GATE_WORDS[topic.gateId].name}
              </TextLink>
            ) : (
              `${topic.name}: ${topic.about}`
            ),
          },
        ]}
      />
    </Section>
  );
}

/** What the answer of the gate asks for: where a policy is at fault, another than where a request is. */
function answerWords({ outcome, enforcement }: ReasonCodeEntry): string {
  if (outcome === "NEEDS_INPUT") return "Needs input: supply what is missing and decide again.";
  return enforcement === "refuse_policy"
    ? "Rejected: the policy has to change before anything is decided by it."
    : "Rejected: it does not go through as it stands. Do what is said above, or leave it.";
}

function Examples({
  examples,
  company,
  code,
}: {
  examples: readonly CodeExample[];
  company: string;
  code: string;
}) {
  return (
    <DataTable
      caption={`Log entries with ${code}`}
      minWidth={520}
      rows={examples}
      rowKey={({ seq }) => String(seq)}
      empty={<EmptyState title={`Nothing in the log carries ${code}`} />}
      columns={[
        {
          key: "entry",
          header: "Entry",
          names: true,
          cell: ({ seq, title }) => (
            <TextLink href={`${company}/log/${seq}`} size="sm">
              {seq} {title}
            </TextLink>
          ),
        },
        {
          key: "request",
          header: "Request",
          cell: ({ requestRef, kind }) =>
            requestRef && kind === "gate_decision" && /^REQ-\d+$/.test(requestRef) ? (
              <TextLink href={`${company}/requests/${requestRef}`} size="sm">
                {requestRef}
              </TextLink>
            ) : (
              (requestRef ?? "—")
            ),
        },
        { key: "who", header: "By", cell: ({ actor }) => actor },
        { key: "when", header: "When", cell: ({ occurredAt }) => <Moment at={occurredAt} /> },
      ]}
    />
  );
}

function Neighbours({
  before,
  after,
  company,
}: {
  before: ReasonCodeEntry | undefined;
  after: ReasonCodeEntry | undefined;
  company: string;
}) {
  return (
    <nav aria-label="Other reason codes" className={classes.neighbours}>
      {before && (
        <TextLink href={`${company}/codes/${before.code}`} size="sm">
          Before: {before.code} {before.title}
        </TextLink>
      )}
      {after && (
        <TextLink href={`${company}/codes/${after.code}`} size="sm">
          Next: {after.code} {after.title}
        </TextLink>
      )}
    </nav>
  );
}
