import type { Metadata } from "next";
import Link from "next/link";
import { formatCount } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { REASON_CODES, type ReasonCode, type ReasonCodeEntry } from "@/kernel/enforcement";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { LATELY_DAYS, loadCodeCounts } from "@/lib/queries/reason-code";
import classes from "./_components/codes.module.css";
import { ENFORCEMENT_TITLES, ENFORCEMENTS, enforcementSentence } from "./_components/enforcement-words";
import { OutcomeBadge } from "./_components/outcome-badge";
import { topicOf } from "./_components/topic";

export const metadata: Metadata = { title: "Reason codes" };

export default async function ReasonCodesPage({ params }: { params: Promise<{ company: string }> }) {
  const viewer = await requireViewer((await params).company);
  const company = `/c/${viewer.companySlug}`;
  const counts = await loadCodeCounts(viewer, now());
  return (
    <>
      <PageHeader
        title="Reason codes"
        description={`Every refusal carries one or more of ${REASON_CODES.length} codes. “Needs input” can be mended by supplying what is missing; “rejected” means the policy would be broken. Counted are the log's entries of the last ${LATELY_DAYS} days.`}
        actions={<TextLink href={`${company}/codes/rules`}>The gates' rules</TextLink>}
      />
      <div className={classes.screen}>
        {ENFORCEMENTS.map((mode) => (
          <Section key={mode} title={ENFORCEMENT_TITLES[mode]} description={enforcementSentence(mode)}>
            <ul className={classes.codes}>
              {REASON_CODES.filter(({ enforcement }) => enforcement === mode).map((code) => (
                <CodeLine key={code.code} entry={code} counts={counts} company={company} />
              ))}
            </ul>
          </Section>
        ))}
      </div>
    </>
  );
}

function CodeLine({
  entry,
  counts,
  company,
}: {
  entry: ReasonCodeEntry;
  counts: ReadonlyMap<ReasonCode, number>;
  company: string;
}) {
  const lately = counts.get(entry.code) ?? 0;
  return (
    <li className={classes.line}>
      <div className={classes.head}>
        <Link href={`${company}/codes/${entry.code}`} className={classes.link}>
          <span className={classes.code}>{entry.code}</span> {entry.title}
        </Link>
        <OutcomeBadge outcome={entry.outcome} />
      </div>
      <p className={classes.note}>{entry.remedy}</p>
      <p className={classes.note}>
        {topicOf(entry).name} ·{" "}
        {lately > 0 ? (
          <strong className="figure">{formatCount(lately, "entry", "entries")}</strong>
        ) : (
          "no entry"
        )}{" "}
        in {LATELY_DAYS} days
      </p>
    </li>
  );
}
