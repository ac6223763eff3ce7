import { MetricChange } from "@/components/governance/metric-change";
import { changeOf, metricFigure } from "@/components/governance/metric-words";
import { formatCount, formatNumber } from "@/components/ui/format";
import { StatCard } from "@/components/ui/stat-card";
import { CFO_GATE_WORDS } from "@/lib/queries/cfo-gate-words";
import type { Portfolio, PortfolioFigure } from "@/lib/queries/portfolio";
import { CompanyState } from "./company-state";
import classes from "./portfolio.module.css";

/** All companies together: medians of the figures, sums of the counts. */
export function PortfolioTiles({ portfolio }: { portfolio: Portfolio }) {
  return (
    <section className={classes.tiles} aria-label="All companies together">
      <States companies={portfolio.companies} />
      {portfolio.figures.map((figure) => (
        <Median key={figure.id} figure={figure} stored={portfolio.companies.stored} />
      ))}
      <Actions portfolio={portfolio} />
    </section>
  );
}

const SHOWN = ["NORMAL", "DEFENSIVE", "UNKNOWN", "NONE"] as const;

function States({ companies }: Pick<Portfolio, "companies">) {
  return (
    <StatCard label="Companies" value={formatNumber(companies.all)}>
      <ul className={classes.states}>
        {SHOWN.map((state) => (
          <li key={state} className={classes.state}>
            <CompanyState state={state} />
            <span className="figure">{formatNumber(companies[state])}</span>
          </li>
        ))}
      </ul>
    </StatCard>
  );
}

function Median({ figure, stored }: { figure: PortfolioFigure; stored: number }) {
  const { name, unit, value, valueBefore, reported } = figure;
  return (
    <StatCard label={`${name}, median`} value={metricFigure(value, unit)}>
      <MetricChange change={changeOf(value, valueBefore, figure)} />
      <p className={classes.note}>
        {valueBefore !== null && `Week before: ${metricFigure(valueBefore, unit)}. `}
        {formatNumber(reported)} of {formatNumber(stored)} stored companies have it.
      </p>
    </StatCard>
  );
}

function Actions({ portfolio: { actions, gates, openEscalations } }: { portfolio: Portfolio }) {
  return (
    <StatCard
      label="Actions and escalations"
      value={actions === null ? "Not known" : formatCount(actions.total, "action")}
    >
      <p className={classes.note}>
        {actions !== null &&
          `${formatNumber(actions.improved)} improved and ${formatNumber(actions.hurt)} hurt the metric aimed at. `}
        {openEscalations !== null && `${formatCount(openEscalations, "open escalation")}. `}
        {actions !== null &&
          (gates.length === 0
            ? "No CFO gate triggered."
            : `CFO gates triggered: ${gates.map((gate) => CFO_GATE_WORDS[gate].name).join(", ")}.`)}
      </p>
    </StatCard>
  );
}
