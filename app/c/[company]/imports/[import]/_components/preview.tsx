import { Button, Input } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import Link from "next/link";
import { DownloadLink } from "@/components/ui/download-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Facts } from "@/components/ui/facts";
import { formatMoney } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import type { Fate } from "@/lib/imports/fates";
import type { RowPage } from "@/lib/queries/import-rows";
import type { ImportDetail } from "@/lib/queries/imports";
import { FATE_ORDER, FATE_WORDS } from "../../_components/import-words";
import classes from "../../_components/imports.module.css";
import type { MappedField } from "./mapped-fields";
import { MOST_ROW, type RowView } from "./row-view";
import { RowsTable } from "./rows-table";

/** What becomes of each row, by fate and a page at a time. */
export function Preview({
  detail,
  fields,
  page,
  view,
  home,
}: {
  detail: ImportDetail;
  fields: readonly MappedField[];
  page: RowPage;
  view: RowView;
  home: string;
}) {
  const { id, fates, statedUsd, replacedUsd, status } = detail;
  if (fates === null) return null;
  const here = `${home}/imports/${id}`;
  const isWritten = status === "APPLIED" || status === "UNDONE";
  const wrong = fates.FAULT + fates.DUPLICATE;
  return (
    <Section
      title={isWritten ? "Rows as they were applied" : "What would become of each row"}
      actions={
        wrong > 0 && (
          <DownloadLink href={`${here}/faults`} icon={<IconDownload size={16} aria-hidden />}>
            Faults as a file
          </DownloadLink>
        )
      }
    >
      {fates.NEW + fates.RESTATES > 0 && (
        <Facts
          items={[
            { label: isWritten ? "Stated" : "It would state", value: formatMoney(statedUsd) },
            ...(fates.RESTATES > 0 ? [{ label: "In the place of", value: formatMoney(replacedUsd) }] : []),
          ]}
        />
      )}
      <Filters fates={fates} chosen={view.fate} here={here} />
      <p className={classes.note}>
        {view.fate ? FATE_WORDS[view.fate].means : "All rows in the order of the file."}
      </p>
      {page.rows.length === 0 ? (
        <EmptyState title="No such rows">The file holds none of this fate.</EmptyState>
      ) : (
        <RowsTable rows={page.rows} fields={fields} home={home} isWritten={isWritten} />
      )}
      <Pages view={view} next={page.after} here={here} />
    </Section>
  );
}

function Filters({
  fates,
  chosen,
  here,
}: {
  fates: Record<Fate, number>;
  chosen: Fate | undefined;
  here: string;
}) {
  const all = FATE_ORDER.reduce((sum, fate) => sum + fates[fate], 0);
  const choices = [
    { fate: undefined, words: "All", count: all },
    ...FATE_ORDER.filter((fate) => fates[fate] > 0).map((fate) => ({
      fate,
      words: FATE_WORDS[fate].words,
      count: fates[fate],
    })),
  ];
  return (
    <nav aria-label="Rows by what becomes of them">
      <ul className={classes.filters}>
        {choices.map(({ fate, words, count }) => (
          <li key={words}>
            <Link
              href={fate ? `${here}?fate=${fate}` : here}
              scroll={false}
              className={classes.filter}
              aria-current={fate === chosen ? "true" : undefined}
            >
              {words} <span className="figure">{count.toLocaleString("en-US")}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Pages({ view: { fate, after }, next, here }: { view: RowView; next: number | null; here: string }) {
  if (after === undefined && next === null) return null;
  const query = (from?: number) => {
    const search = new URLSearchParams({
      ...(fate && { fate }),
      ...(from !== undefined && { after: String(from) }),
    });
    return search.size > 0 ? `${here}?${search}` : here;
  };
  return (
    <div className={classes.row}>
      {after !== undefined && <TextLink href={query()}>First rows</TextLink>}
      {next !== null && <TextLink href={query(next)}>Next rows</TextLink>}
      <form action={here} method="get" aria-label="Go to a row" className={classes.row}>
        {fate && <input type="hidden" name="fate" value={fate} />}
        <label htmlFor="from-row">From row</label>
        <Input id="from-row" name="from" type="number" min={1} max={MOST_ROW} required w="7rem" size="xs" />
        <Button type="submit" variant="default" size="xs">
          Go
        </Button>
      </form>
    </div>
  );
}
