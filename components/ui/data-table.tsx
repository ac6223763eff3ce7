import {
  Table,
  TableCaption,
  TableScrollContainer,
  TableTbody,
  TableTd,
  TableTh,
  TableThead,
  TableTr,
} from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./data-table.module.css";

export type Column<Row> = {
  key: string;
  header: ReactNode;
  /** The header in words, where it is a node that has something to press. */
  label?: string;
  cell: (row: Row) => ReactNode;
  /** Figures stand to the right, one under the other. */
  align?: "left" | "right";
  /** The cell that names the row, for screen readers. One per table. */
  names?: boolean;
  width?: string | number;
};

/** The width a phone has for a table; what fits into it needs no other form there. */
const PHONE_WIDTH = 330;

/**
 * A plain table drawn on the server. What it shows is in the caption. On a phone each row of a table that is
 * too wide becomes a card of headers and values, unless its rows are to be compared down a column: such a
 * table scrolls inside itself and keeps its first column in sight. The roles are said outright, because a
 * browser may take a table for none where it is not laid out as one.
 */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
  empty,
  minWidth = 560,
  stacked = minWidth > PHONE_WIDTH,
}: {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  empty?: ReactNode;
  minWidth?: number;
  /** Whether each row is a card on a phone. */
  stacked?: boolean;
}) {
  if (rows.length === 0 && empty) return empty;
  return (
    <TableScrollContainer
      type="native"
      minWidth={minWidth}
      tabIndex={0}
      role="region"
      aria-label={caption}
      pos="relative"
      className={stacked ? classes.cards : classes.columns}
    >
      <Table highlightOnHover captionSide="top" className={`${classes.table} figure`} role="table">
        <TableCaption className="visually-hidden">{caption}</TableCaption>
        <TableThead role="rowgroup">
          <TableTr role="row">
            {columns.map(({ key, header, align, width }) => (
              <TableTh key={key} role="columnheader" scope="col" data-align={align} w={width}>
                {header}
              </TableTh>
            ))}
          </TableTr>
        </TableThead>
        <TableTbody role="rowgroup">
          {rows.map((row) => (
            <TableTr key={rowKey(row)} role="row">
              {columns.map((column) => (
                <Cell key={column.key} column={column} row={row} />
              ))}
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </TableScrollContainer>
  );
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const shared = { "data-align": column.align, "data-label": labelOf(column) };
  return column.names ? (
    <TableTh role="rowheader" scope="row" fw={550} {...shared}>
      {column.cell(row)}
    </TableTh>
  ) : (
    <TableTd role="cell" {...shared}>
      {column.cell(row)}
    </TableTd>
  );
}

/** What stands beside the value in a card. What is pressed in a row says by itself what it does. */
function labelOf<Row>({ header, label }: Column<Row>): string | undefined {
  return label ?? (typeof header === "string" ? header : undefined);
}
