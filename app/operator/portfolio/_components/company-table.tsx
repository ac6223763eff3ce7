import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import Link from "next/link";
import { metricFigure } from "@/components/governance/metric-words";
import { type Column, DataTable } from "@/components/ui/data-table";
import { formatNumber } from "@/components/ui/format";
import { metric } from "@/kernel/revenue/metrics";
import { CFO_GATE_WORDS } from "@/lib/queries/cfo-gate-words";
import { CFO_FIGURES, type CfoFigureId } from "@/lib/queries/cfo-week";
import type { PortfolioCompany, PortfolioFilter, PortfolioSort } from "@/lib/queries/portfolio";
import { CompanyState } from "./company-state";
import classes from "./portfolio.module.css";
import { portfolioHref } from "./portfolio-address";

/** One line a company. It leads nowhere: the operator sees these figures and nothing else of a company. */
export function CompanyTable({
  rows,
  filter,
}: {
  rows: readonly PortfolioCompany[];
  filter: PortfolioFilter;
}) {
  return (
    <DataTable
      caption="Companies of the portfolio"
      minWidth={1320}
      rows={rows}
      rowKey={({ id }) => id}
      columns={columnsFor(filter)}
    />
  );
}

function columnsFor(filter: PortfolioFilter): Column<PortfolioCompany>[] {
  const sorted = (by: PortfolioSort, label: string) => ({
    header: <SortLink by={by} label={label} filter={filter} />,
    label,
  });
  return [
    {
      key: "company",
      ...sorted("company", "Company"),
      names: true,
      cell: ({ company, slug }) => (
        <span className={classes.name}>
          {company}
          <span className={`${classes.note} ${classes.name}`}>{slug}</span>
        </span>
      ),
    },
    { key: "state", header: "Mode", cell: ({ mode }) => <CompanyState state={mode ?? "NONE"} /> },
    ...CFO_FIGURES.map((id) => ({
      key: id,
      ...sorted(id, metric(id).name),
      align: "right" as const,
      cell: (row: PortfolioCompany) => <span className={classes.whole}>{figureOf(row, id)}</span>,
    })),
    {
      key: "actions",
      ...sorted("actions_total", "Actions"),
      align: "right",
      cell: ({ actions }) =>
        actions === null ? (
          "—"
        ) : (
          <>
            {formatNumber(actions.total)}
            <p className={`${classes.note} ${classes.whole}`}>{formatNumber(actions.improved)} improved</p>
          </>
        ),
    },
    {
      key: "hurt",
      ...sorted("actions_hurt", "Hurt"),
      align: "right",
      cell: ({ actions }) => formatNumber(actions?.hurt),
    },
    {
      key: "escalations",
      ...sorted("open_escalations", "Open escalations"),
      align: "right",
      cell: ({ openEscalations }) => formatNumber(openEscalations),
    },
    {
      key: "gates",
      header: "CFO gates triggered",
      cell: ({ gates, computedAt }) =>
        computedAt === null
          ? "—"
          : gates.length === 0
            ? "None"
            : gates.map((gate) => (
                <div key={gate} className={classes.whole}>
                  {CFO_GATE_WORDS[gate].name}
                </div>
              )),
    },
  ];
}

function figureOf({ figures, computedAt }: PortfolioCompany, id: CfoFigureId): string {
  return computedAt === null ? "—" : metricFigure(figures[id], metric(id).unit);
}

function SortLink({ by, label, filter }: { by: PortfolioSort; label: string; filter: PortfolioFilter }) {
  const isSorted = filter.sort === by;
  const dir = isSorted && filter.dir === "asc" ? "desc" : "asc";
  const Arrow = filter.dir === "asc" ? IconArrowUp : IconArrowDown;
  return (
    <Link href={portfolioHref(filter, { sort: by, dir, page: 1 })} className={classes.sort} scroll={false}>
      {label}
      {isSorted && (
        <>
          <Arrow size={14} stroke={2} aria-hidden />
          <span className="visually-hidden">
            , sorted {filter.dir === "asc" ? "from the least" : "from the most"}
          </span>
        </>
      )}
    </Link>
  );
}
