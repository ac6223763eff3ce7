import { type Column, DataTable } from "@/components/ui/data-table";
import { formatMoney } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import type { RowFate } from "@/lib/queries/import-rows";
import { FateBadge } from "../../_components/import-badges";
import { saysInWords, valueInWords } from "../../_components/import-words";
import classes from "../../_components/imports.module.css";
import type { MappedField } from "./mapped-fields";

const FIGURES: readonly MappedField["type"][] = ["amount", "number", "count"];

export function RowsTable({
  rows,
  fields,
  home,
  isWritten,
}: {
  rows: readonly RowFate[];
  fields: readonly MappedField[];
  home: string;
  isWritten: boolean;
}) {
  // Beside the fate, and not behind a dozen columns; a page of rows of which nothing is said goes without.
  const said = rows.some((row) => leadsOn(row, isWritten) || row.faults.length > 0 || row.before !== null);
  return (
    <DataTable
      caption="Rows of the file"
      minWidth={(said ? 520 : 220) + 110 * fields.length}
      rows={rows}
      rowKey={({ rowNumber }) => String(rowNumber)}
      columns={[
        {
          key: "row",
          header: "Row",
          names: true,
          align: "right",
          cell: ({ rowNumber }) => rowNumber.toLocaleString("en-US"),
        },
        { key: "fate", header: "Fate", cell: ({ fate }) => <FateBadge fate={fate} /> },
        ...(said
          ? [
              {
                key: "about",
                header: "What there is to say",
                cell: (row: RowFate) => <About row={row} fields={fields} home={home} isWritten={isWritten} />,
              },
            ]
          : []),
        ...fields.map(
          (field): Column<RowFate> => ({
            key: field.name,
            header: field.label,
            align: FIGURES.includes(field.type) ? "right" : "left",
            cell: (row) => <Cell row={row} field={field} />,
          }),
        ),
      ]}
    />
  );
}

/** What is new has no past before it is written, and what is faulty is no figure. */
const leadsOn = ({ fate, key }: RowFate, isWritten: boolean): boolean =>
  key !== null && (isWritten || fate === "SAME" || fate === "RESTATES");

/** As it was understood; where it could not be, as it stands in the file. */
function Cell({ row: { values, cells, faults }, field }: { row: RowFate; field: MappedField }) {
  const value = values?.[field.name];
  const isWrong = faults.some(({ field: wrong }) => wrong === field.name);
  return (
    <div className={isWrong ? `${classes.cell} ${classes.marked}` : classes.cell}>
      {value === undefined || isWrong ? (cells[field.column] ?? "") : cellInWords(value, field)}
      {isWrong && <span className="visually-hidden"> (faulty)</span>}
    </div>
  );
}

/** The unit of an amount stands above it; its cents are written out, or not at all. */
function cellInWords(value: string | number | boolean | null, { type }: MappedField): string {
  return type === "amount" && typeof value === "number"
    ? formatMoney(value).replace("$", "")
    : valueInWords(value);
}

function About({
  row,
  fields,
  home,
  isWritten,
}: {
  row: RowFate;
  fields: readonly MappedField[];
  home: string;
  isWritten: boolean;
}) {
  const { faults, before, key } = row;
  const label = (field: string | null) => fields.find(({ name }) => name === field)?.label ?? field;
  return (
    <>
      {faults.map(({ field, what, remedy }) => (
        <p key={`${field} ${what}`} className={classes.fault}>
          {field !== null && <strong>{label(field)}: </strong>}
          {what} <span className={classes.remedy}>{remedy}</span>
        </p>
      ))}
      {before && <Before before={before} home={home} isWritten={isWritten && row.fate === "RESTATES"} />}
      {leadsOn(row, isWritten) && key !== null && (
        <TextLink
          href={`${home}/imports/figures?key=${encodeURIComponent(key)}`}
          size="sm"
          underline="always"
          prefetch={false}
          aria-label={`Where the figure of row ${row.rowNumber} comes from`}
        >
          Where it comes from
        </TextLink>
      )}
    </>
  );
}

function Before({
  before: { says, rows, sources },
  home,
  isWritten,
}: {
  before: NonNullable<RowFate["before"]>;
  home: string;
  /** The row has taken its place. */
  isWritten: boolean;
}) {
  const [first] = sources;
  return (
    <p className={classes.fault}>
      {isWritten ? "Stood there" : "Stands there"}: {saysInWords(says)}
      {rows > 1 && `, of ${rows.toLocaleString("en-US")} rows`}
      {first && (
        <>
          , from{" "}
          {first.import_id ? (
            <TextLink href={`${home}/imports/${first.import_id}`} inherit underline="always" prefetch={false}>
              an earlier import
            </TextLink>
          ) : (
            first.source
          )}
        </>
      )}
      .
    </p>
  );
}
