import type { Metadata } from "next";
import Link from "next/link";
import { TextLink } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { REASON_CODES, type ReasonCodeEntry } from "@/kernel/enforcement";
import { requireViewer } from "@/lib/auth/viewer";
import classes from "./_components/codes.module.css";
import { OutcomeBadge } from "./_components/outcome-badge";
import { type Topic, topicOf } from "./_components/topic";

export const metadata: Metadata = { title: "Reason codes" };

export default async function ReasonCodesPage({ params }: { params: Promise<{ company: string }> }) {
  const viewer = await requireViewer((await params).company);
  const company = `/c/${viewer.companySlug}`;
  return (
    <>
      <PageHeader
        title="Reason codes"
        description={`Every refusal carries one or more of ${REASON_CODES.length} codes. “Needs input” can be mended by supplying what is missing; “rejected” means the policy would be broken.`}
        actions={<TextLink href={`${company}/codes/rules`}>The gates' rules</TextLink>}
      />
      <div className={classes.screen}>
        {byTopic().map(({ topic, codes }) => (
          <Section key={topic.name} title={topic.name} description={topic.about}>
            <ul className={classes.codes}>
              {codes.map((code) => (
                <CodeLine key={code.code} entry={code} company={company} />
              ))}
            </ul>
          </Section>
        ))}
      </div>
    </>
  );
}

function CodeLine({ entry, company }: { entry: ReasonCodeEntry; company: string }) {
  return (
    <li className={classes.line}>
      <div className={classes.head}>
        <Link href={`${company}/codes/${entry.code}`} className={classes.link}>
          <span className={classes.code}>{entry.code}</span> {entry.title}
        </Link>
        <OutcomeBadge outcome={entry.outcome} />
      </div>
      <p className={classes.note}>{entry.remedy}</p>
    </li>
  );
}

function byTopic(): { topic: Topic; codes: ReasonCodeEntry[] }[] {
  const topics = new Map<Topic, ReasonCodeEntry[]>();
  for (const code of REASON_CODES) {
    const topic = topicOf(code);
    topics.set(topic, [...(topics.get(topic) ?? []), code]);
  }
  return [...topics].map(([topic, codes]) => ({ topic, codes }));
}
