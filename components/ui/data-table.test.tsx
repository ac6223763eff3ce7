import { MantineProvider } from "@mantine/core";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { type Column, DataTable } from "./data-table";

type Ask = { name: string; amount: string };

const rows: Ask[] = [{ name: "Data warehouse", amount: "$48,000" }];
const columns: Column<Ask>[] = [
  { key: "name", header: "Request", names: true, cell: ({ name }) => name },
  { key: "amount", header: "Amount", align: "right", cell: ({ amount }) => amount },
  { key: "sorted", header: <a href="?sort=age">Age</a>, label: "Age", cell: () => "3 days" },
  {
    key: "actions",
    header: <span className="visually-hidden">Actions</span>,
    cell: () => <button type="button">Withdraw</button>,
  },
];

function drawn(more: { minWidth?: number; stacked?: boolean } = {}): string {
  return renderToStaticMarkup(
    <MantineProvider>
      <DataTable caption="Requests" columns={columns} rows={rows} rowKey={({ name }) => name} {...more} />
    </MantineProvider>,
  );
}

/** The class of the element that scrolls, as the style sheet names it. */
const formOf = (html: string) => /_(cards|columns)_/.exec(html)?.[1];

describe("A table on a phone", () => {
  it("shows each value beside the header of its column", () => {
    const html = drawn();
    expect(html).toMatch(/<th[^>]*data-label="Request"[^>]*>Data warehouse<\/th>/);
    expect(html).toMatch(/<td[^>]*data-label="Amount"[^>]*>\$48,000<\/td>/);
    expect(html).toMatch(/<td[^>]*data-label="Age"[^>]*>3 days<\/td>/);
  });

  it("puts no word beside what is pressed in a row", () => {
    expect(drawn()).toMatch(/<td(?![^>]*data-label)[^>]*><button/);
  });

  it("stays a table of rows, headers and cells for a screen reader, however it is laid out", () => {
    const html = drawn();
    const count = (role: string) => html.split(`role="${role}"`).length - 1;
    expect({
      table: count("table"),
      row: count("row"),
      columnheader: count("columnheader"),
      rowheader: count("rowheader"),
      cell: count("cell"),
    }).toEqual({ table: 1, row: 2, columnheader: 4, rowheader: 1, cell: 3 });
  });

  it("becomes cards where its columns need more than a phone has, and else keeps its columns", () => {
    expect(formOf(drawn({ minWidth: 860 }))).toBe("cards");
    expect(formOf(drawn({ minWidth: 320 }))).toBe("columns");
  });

  it("keeps its columns where rows are to be compared down them", () => {
    expect(formOf(drawn({ minWidth: 860, stacked: false }))).toBe("columns");
  });
});
