import type { Metadata } from "next";
import * as z from "zod";
import { GATE_WORDS } from "@/components/governance/request-words";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureAlert } from "@/components/ui/failure-alert";
import { formatCount } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { GATE_IDS, type ReasonCode, reasonCode } from "@/kernel/enforcement";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { loadPayback, type PaybackScreen } from "@/lib/queries/payback";
import { PAYBACK_MEASURES } from "@/lib/queries/payback-plan";
import { LEAST_TO_SAY } from "@/lib/queries/payback-report";
import { CaseTable } from "./_components/case-table";
import classes from "./_components/payback.module.css";
import { DEFINITIONS } from "./_components/payback-words";
import { ReportTable } from "./_components/report-table";

export const metadata: Metadata = { title: "Did it pay back?" };

type Props = {
  params: Promise<{ company: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const CASES_A_PAGE = 100;
const pageNumber = z.coerce.number().int().min(1).max(1_000).catch(1);

export default async function PaybackPage({ params, searchParams }: Props) {
  const viewer = await requireViewer((await params).company);
  const page = pageNumber.parse((await searchParams).page);
  const result = await loadPayback(viewer, now());
  if (!result.ok) return <FailureAlert failure={result.failure} />;
  return <Screen screen={result.value} company={`/c/${viewer.companySlug}`} page={page} />;
}

function Screen({ screen, company, page }: { screen: PaybackScreen; company: string; page: number }) {
  const { results, withoutCase, report, today, isCut } = screen;
  const home = `${company}/payback`;
  return (
    <>
      <PageHeader
        title="Did it pay back?"
        description="Every approved case is held against its own band once its time has come. The figures compare the days since an approval with as many days before it; they do not say what caused the difference."
        asOf={`${today}T00:00:00Z`}
        source="requests, the ARR bridge, spend, the ledger and headcount"
      />
      <div className={classes.screen}>
        <Section
          title="Cases"
          description={`${formatCount(results.length, "approved case")} with a band; ${formatCount(withoutCase, "approved request")} without one, so there is nothing to hold against.`}
        >
          {results.length === 0 ? (
            <EmptyState title="No approved request has a band yet">
              A case with an expected return, approved at a gate, stands here from that day on.
            </EmptyState>
          ) : (
            <Cases results={results} home={home} asked={page} />
          )}
          {isCut && (
            <p className={classes.note}>Older requests are left out; the decision log has them all.</p>
          )}
        </Section>
        <Section
          title="By gate, code and requester"
          description={`Requests that were put to a gate; blocked is what the gate itself said no to, and what was denied or still waits is neither that nor approved. Of fewer than ${LEAST_TO_SAY} nothing is said but how many they are; a share is told only of ${LEAST_TO_SAY} or more that paid back or missed. The order is that of names.`}
        >
          <ReportTable caption="By gate" header="Gate" groups={report.byGate} nameOf={gateName} />
          <ReportTable
            caption="By reason code that a request met on its way"
            header="Code"
            groups={report.byCode}
            nameOf={(code) => (
              <TextLink href={`${company}/codes/${code}`} inherit underline="always">
                {code} {reasonCode(code as ReasonCode).title}
              </TextLink>
            )}
          />
          <ReportTable
            caption="By requester"
            header="Requester"
            groups={report.byRequester}
            nameOf={(name) => name}
          />
        </Section>
        <Section
          title="How each is measured"
          description="The window is the expected payback where one was given, the action's own for the Revenue OS, and 90 days otherwise; the baseline is as long. The near end of the band is enough."
        >
          <dl className={classes.definitions}>
            {PAYBACK_MEASURES.map((measure) => (
              <div key={measure}>
                <dt>{DEFINITIONS[measure].title}</dt>
                <dd>{DEFINITIONS[measure].words}</dd>
              </div>
            ))}
          </dl>
        </Section>
      </div>
    </>
  );
}

/** A hundred at a time, the newest approvals first; the report below counts all of them. */
function Cases({ results, home, asked }: { results: PaybackScreen["results"]; home: string; asked: number }) {
  const pages = Math.ceil(results.length / CASES_A_PAGE);
  const page = Math.min(asked, pages);
  const from = (page - 1) * CASES_A_PAGE;
  return (
    <>
      <CaseTable results={results.slice(from, from + CASES_A_PAGE)} home={home} />
      {pages > 1 && (
        <p className={classes.note}>
          {`Page ${page} of ${pages}. `}
          {page > 1 && <TextLink href={`${home}?page=${page - 1}`}>Newer cases</TextLink>}{" "}
          {page < pages && <TextLink href={`${home}?page=${page + 1}`}>Older cases</TextLink>}
        </p>
      )}
    </>
  );
}

function gateName(key: string): string {
  const gate = GATE_IDS.find((id) => id === key);
  return gate ? GATE_WORDS[gate].name : key;
}
