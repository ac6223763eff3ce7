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

export type Column<Row> = {
  key: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Figures stand to the right, one under the other. */
  align?: "left" | "right";
  /** The cell that names the row, for screen readers. One per table. */
  names?: boolean;
  width?: string | number;
};

/** A plain table drawn on the server. What it shows is in the caption; on a phone it scrolls inside itself. */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
  empty,
  minWidth = 560,
}: {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  empty?: ReactNode;
  minWidth?: number;
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
    >
      <Table highlightOnHover captionSide="top" className="figure">
        <TableCaption className="visually-hidden">{caption}</TableCaption>
        <TableThead>
          <TableTr>
            {columns.map((column) => (
              <TableTh key={column.key} scope="col" ta={column.align ?? "left"} w={column.width}>
                {column.header}
              </TableTh>
            ))}
          </TableTr>
        </TableThead>
        <TableTbody>
          {rows.map((row) => (
            <TableTr key={rowKey(row)}>
              {columns.map((column) =>
                column.names ? (
                  <TableTh key={column.key} scope="row" ta={column.align ?? "left"} fw={550}>
                    {column.cell(row)}
                  </TableTh>
                ) : (
                  <TableTd key={column.key} ta={column.align ?? "left"}>
                    {column.cell(row)}
                  </TableTd>
                ),
              )}
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </TableScrollContainer>
  );
}
