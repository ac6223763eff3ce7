import { IconBuildingSkyscraper, IconCalendarOff, IconClockHour4 } from "@tabler/icons-react";
import type { Metadata } from "next";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount, formatDate, formatNumber } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { ToneBadge } from "@/components/ui/tone-badge";
import { WeekLinks } from "@/components/ui/week-links";
import { requireOperator } from "@/lib/auth/operator";
import { now } from "@/lib/clock";
import { loadPortfolio, type PortfolioFilter, portfolioFilterSchema } from "@/lib/queries/portfolio";
import { CompanyTable } from "./_components/company-table";
import { Pages } from "./_components/pages";
import classes from "./_components/portfolio.module.css";
import { portfolioHref } from "./_components/portfolio-address";
import { PortfolioFilters } from "./_components/portfolio-filters";
import { PortfolioTiles } from "./_components/portfolio-tiles";

export const metadata: Metadata = { title: "Portfolio" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function PortfolioPage({ searchParams }: Props) {
  const operator = await requireOperator();
  const filter = portfolioFilterSchema.parse(await searchParams);
  const portfolio = await loadPortfolio(operator, filter, now());
  const { weekStart, weekEnd, isRunning, companies, rows, found } = portfolio;
  const here: PortfolioFilter = { ...filter, week: weekStart };
  return (
    <>
      <PageHeader
        title="Portfolio"
        badge={
          isRunning && (
            <ToneBadge tone="info" icon={<IconClockHour4 stroke={2} />}>
              Week is running
            </ToneBadge>
          )
        }
        description={`${formatDate(weekStart)} to ${formatDate(weekEnd)}. Stored: ${formatNumber(companies.stored)} of ${formatCount(companies.all, "company", "companies")}.`}
        asOf={portfolio.computedAt}
        source="stored weekly digests"
        actions={
          <WeekLinks
            before={portfolio.before}
            after={portfolio.after}
            hrefOf={(week) => portfolioHref(here, { week, page: 1 })}
          />
        }
      />
      <div className={classes.screen}>
        <PortfolioTiles portfolio={portfolio} />
        <PortfolioFilters key={`${here.q}`} filter={here} />
        <Section
          title="Companies"
          description={
            here.q || here.state
              ? `${formatCount(found, "company", "companies")} of ${formatNumber(companies.all)} found.`
              : undefined
          }
        >
          {companies.stored === 0 ? (
            <NothingStored all={companies.all} />
          ) : found === 0 ? (
            <NothingFound filter={here} />
          ) : (
            <>
              <CompanyTable rows={rows} filter={here} />
              <Pages portfolio={portfolio} filter={here} />
            </>
          )}
        </Section>
      </div>
    </>
  );
}

function NothingStored({ all }: { all: number }) {
  return all === 0 ? (
    <EmptyState title="There is no company yet" icon={<IconBuildingSkyscraper size={32} />}>
      Companies are made on the command line: npm run company:create.
    </EmptyState>
  ) : (
    <EmptyState title="No company's week has been stored" icon={<IconCalendarOff size={32} />}>
      The weekly job stores the week of each company once it is over.
    </EmptyState>
  );
}

function NothingFound({ filter }: { filter: PortfolioFilter }) {
  return (
    <EmptyState
      title="No company fits this filter"
      action={
        <TextLink href={portfolioHref(filter, { q: undefined, state: undefined, page: 1 })}>
          Show all companies
        </TextLink>
      }
    />
  );
}
