import { Button, Group, NativeSelect, TextInput } from "@mantine/core";
import Form from "next/form";
import { metricFigure } from "@/components/governance/metric-words";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount, formatDate, formatNumber } from "@/components/ui/format";
import { LinkButton, TextLink } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { type Metric, metric as metricOf } from "@/kernel/revenue/metrics";
import type { MetricRow, MetricRowsPage } from "@/lib/queries/metric-rows";
import type { MetricScreen } from "@/lib/queries/revenue-metric";
import classes from "./metric.module.css";
import { isOnlyCounted, type RowsView, rowsAddress } from "./rows-view";

type Props = { metric: Metric; screen: MetricScreen; page: MetricRowsPage; view: RowsView; here: string };

/** The rows behind a day's figure: what one would add up by hand to find it again. */
export function Rows(props: Props) {
  const { metric, page, view, here } = props;
  return (
    <Section
      title={<span id="rows">Rows it was counted from</span>}
      description={
        <>
          {metric.name} of {formatDate(page.day)}
          {page.dimension !== "" && `, ${nameOf(props.screen, page.dimension)}`}:{" "}
          <strong>{metricFigure(page.value, metric.unit)}</strong>
        </>
      }
    >
      <Choice {...props} />
      <Summary page={page} here={here} />
      {page.parts.length > 0 && (
        <DataTable
          caption={`Rows that ${metric.name} of ${formatDate(page.day)} was counted from`}
          minWidth={620}
          rows={page.rows}
          rowKey={({ part, table, id }) => `${part} ${table} ${id}`}
          columns={columnsOf(page)}
          empty={<EmptyState title="No row counts on that day" />}
        />
      )}
      <Group justify="flex-end" gap="xs" component="nav" aria-label="Pages of the rows">
        {view.after !== undefined && (
          <LinkButton href={rowsAddress(here, { ...view, after: undefined })} variant="default">
            First rows
          </LinkButton>
        )}
        {page.next !== null && (
          <LinkButton
            href={rowsAddress(here, { ...view, day: page.day, after: page.next })}
            variant="default"
          >
            More rows
          </LinkButton>
        )}
      </Group>
    </Section>
  );
}

const nameOf = ({ parts }: MetricScreen, dimension: string): string =>
  parts.find((part) => part.dimension === dimension)?.name ?? dimension;

/** Another day, one kind of row, one channel: the address is the choice. */
function Choice({ metric, screen, page, view, here }: Props) {
  const dimensions = screen.parts.map(({ dimension, name }) => ({ value: dimension, label: name }));
  if (view.of !== undefined && !dimensions.some(({ value }) => value === view.of)) {
    dimensions.push({ value: view.of, label: view.of });
  }
  return (
    <Form action={here} scroll={false} aria-label="Choose the rows" key={JSON.stringify(view)}>
      <Group align="flex-end" gap="xs">
        <TextInput
          type="date"
          name="day"
          label="Day (UTC)"
          defaultValue={page.day}
          max={screen.newestDay ?? undefined}
        />
        {page.parts.length > 1 && (
          <NativeSelect
            name="part"
            label="Kind of row"
            defaultValue={view.part ?? ""}
            data={[
              { value: "", label: "Every kind" },
              ...page.parts.map(({ part, words }) => ({ value: part, label: words })),
            ]}
          />
        )}
        {metric.dimension !== null && dimensions.length > 0 && (
          <NativeSelect
            name="of"
            label={metric.dimension.charAt(0).toUpperCase() + metric.dimension.slice(1)}
            defaultValue={view.of ?? ""}
            data={[{ value: "", label: "All together" }, ...dimensions]}
          />
        )}
        <Button type="submit" variant="default">
          Show the rows
        </Button>
      </Group>
    </Form>
  );
}

/** How many rows of each kind there are and what they add up to; and which other metrics go into this one. */
function Summary({ page, here }: { page: MetricRowsPage; here: string }) {
  const siblings = here.slice(0, here.lastIndexOf("/"));
  return (
    <ul className={classes.summary}>
      {page.parts.map(({ part, words, count, sum }) => (
        <li key={part}>
          {words}: <strong>{formatCount(count, "row")}</strong>
          {!isOnlyCounted(page, part) && `, together ${formatNumber(sum)}`}
        </li>
      ))}
      {page.from.map((id) => (
        <li key={id}>
          Reckoned with{" "}
          <TextLink href={`${siblings}/${id}?day=${page.day}#rows`} inherit underline="always">
            {metricOf(id).name}
          </TextLink>
          , which has rows of its own
        </li>
      ))}
    </ul>
  );
}

function columnsOf(page: MetricRowsPage): Column<MetricRow>[] {
  const hasAmounts = page.parts.some(({ part }) => !isOnlyCounted(page, part));
  const columns: Column<MetricRow>[] = [
    {
      key: "label",
      header: "Row",
      names: true,
      cell: ({ label }) => <span className={classes.label}>{label}</span>,
    },
    { key: "words", header: "Counted as", cell: ({ words }) => words },
    {
      key: "day",
      header: "Day",
      cell: ({ day }) => <span className={classes.nowrap}>{formatDate(day)}</span>,
    },
    {
      key: "amount",
      header: "Amount",
      align: "right",
      cell: ({ part, amount }) => (isOnlyCounted(page, part) ? "" : formatNumber(amount)),
    },
    {
      key: "source",
      header: "Table and id",
      cell: ({ table, id }) => (
        <>
          <code className={classes.code}>{table}</code>
          <div className={classes.id}>{id}</div>
        </>
      ),
    },
  ];
  return hasAmounts ? columns : columns.filter(({ key }) => key !== "amount");
}
