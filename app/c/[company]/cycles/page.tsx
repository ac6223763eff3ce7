import type { Metadata } from "next";
import { PolicyProposalNote } from "@/components/governance/policy-proposal-note";
import { FailureAlert } from "@/components/ui/failure-alert";
import { TextLink } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { type CyclesPage as Cycles, cycleCursor, listCycles } from "@/lib/queries/cycles";
import classes from "./_components/cycles.module.css";
import { CyclesTable } from "./_components/cycles-table";
import { DueCycles } from "./_components/due-cycles";

export const metadata: Metadata = { title: "Cycles & inputs" };

type Props = {
  params: Promise<{ company: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const KINDS = [
  { label: "All", cadence: null },
  { label: "Closes", cadence: "monthly_close" },
  { label: "Weeks", cadence: "weekly" },
] as const;

export default async function CyclesPage({ params, searchParams }: Props) {
  const viewer = await requireViewer((await params).company);
  const asked = await searchParams;
  const cadence = KINDS.find((kind) => kind.cadence === asked.cadence)?.cadence ?? null;
  const before = cycleCursor(typeof asked.before === "string" ? asked.before : null);
  const result = await listCycles(viewer, { cadence, before }, now());
  const company = `/c/${viewer.companySlug}`;
  return (
    <>
      <PageHeader
        title="Cycles & inputs"
        description="Each week and each close is judged on figures from the company's own data. States, mode and gates follow the newest closed cycle."
      />
      {result.ok ? (
        <Screen page={result.value} company={company} cadence={cadence} />
      ) : (
        <FailureAlert failure={result.failure} />
      )}
    </>
  );
}

function Screen({ page, company, cadence }: { page: Cycles; company: string; cadence: string | null }) {
  const kind = cadence ? `cadence=${cadence}&` : "";
  return (
    <div className={classes.stack}>
      <PolicyProposalNote
        proposal={page.proposal?.isSigned ? page.proposal : null}
        policy={`${company}/policy`}
      />
      <DueCycles due={page.due} close={page.close} company={company} />
      <Section
        title="Evaluated"
        actions={KINDS.map(({ label, cadence: each }) => (
          <TextLink
            key={label}
            href={each ? `${company}/cycles?cadence=${each}` : `${company}/cycles`}
            aria-current={each === cadence ? "page" : undefined}
            fw={each === cadence ? 650 : undefined}
          >
            {label}
          </TextLink>
        ))}
      >
        <CyclesTable cycles={page.cycles} company={company} />
        {page.nextCursor && (
          <TextLink href={`${company}/cycles?${kind}before=${encodeURIComponent(page.nextCursor)}`}>
            Older cycles
          </TextLink>
        )}
      </Section>
    </div>
  );
}
