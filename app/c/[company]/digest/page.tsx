import { IconCalendarOff, IconClockHour4 } from "@tabler/icons-react";
import type { Metadata } from "next";
import { EmptyState } from "@/components/ui/empty-state";
import { formatDate } from "@/components/ui/format";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { ToneBadge } from "@/components/ui/tone-badge";
import { WeekLinks } from "@/components/ui/week-links";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { type Digest, loadDigest } from "@/lib/queries/digest";
import classes from "./_components/digest.module.css";
import { DigestMail } from "./_components/digest-mail";
import { FigureCard } from "./_components/figure-card";
import { StoredWeek } from "./_components/stored-week";
import { WeekEvents } from "./_components/week-events";

export const metadata: Metadata = { title: "Weekly digest" };

type Props = {
  params: Promise<{ company: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function DigestPage({ params, searchParams }: Props) {
  const viewer = await requireViewer((await params).company);
  const { digest, asked, newest } = await loadDigest(viewer, (await searchParams).week, now());
  const company = `/c/${viewer.companySlug}`;
  return digest === null ? (
    <NotBegun week={asked} newest={`${company}/digest?week=${newest}`} />
  ) : (
    <Screen digest={digest} company={company} />
  );
}

function NotBegun({ week, newest }: { week: string; newest: string }) {
  return (
    <>
      <PageHeader title="Weekly CFO digest" />
      <Section title={`Week of ${formatDate(week)}`}>
        <EmptyState
          title="This week has not begun"
          icon={<IconCalendarOff size={32} />}
          action={<LinkButton href={newest}>To the newest whole week</LinkButton>}
        >
          A digest speaks of days that have been.
        </EmptyState>
      </Section>
    </>
  );
}

function Screen({ digest, company }: { digest: Digest; company: string }) {
  const { week, isRunning, before, after } = digest;
  return (
    <>
      <PageHeader
        title="Weekly CFO digest"
        badge={
          isRunning && (
            <ToneBadge tone="info" icon={<IconClockHour4 stroke={2} />}>
              Week is running
            </ToneBadge>
          )
        }
        description={`${formatDate(week.weekStart)} to ${formatDate(week.weekEnd)}, Monday to Sunday in UTC. ${
          isRunning
            ? "The figures are those of the newest computed day and still move."
            : "Each figure is that of the week's last computed day, beside the week before."
        }`}
        actions={
          <WeekLinks before={before} after={after} hrefOf={(week) => `${company}/digest?week=${week}`} />
        }
      />
      <div className={classes.screen}>
        <section aria-labelledby="figures">
          <h2 id="figures" className={classes.heading}>
            Figures
          </h2>
          <div className={classes.figures}>
            {week.figures.map((figure) => (
              <FigureCard key={figure.id} figure={figure} company={company} />
            ))}
          </div>
        </section>
        <WeekEvents week={week} isRunning={isRunning} company={company} />
        <DigestMail mail={digest.mail} week={week.weekStart} isRunning={isRunning} company={company} />
        <StoredWeek stored={digest.stored} figures={week.figures} />
      </div>
    </>
  );
}
