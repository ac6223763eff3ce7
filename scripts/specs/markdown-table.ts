/** The tables of a Markdown page, each under the heading that stands before it. Cells lose their backticks. */
export interface MarkdownTable {
  heading: string;
  columns: string[];
  rows: string[][];
}

const cellsOf = (line: string): string[] =>
  line
    .replace(/^\s*\|/, "")
    .replace(/\|\s*$/, "")
    // A bar inside a cell is written \|.
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|").replaceAll("`", ""));

export function markdownTables(text: string): MarkdownTable[] {
  const tables: MarkdownTable[] = [];
  let heading = "";
  let open: MarkdownTable | null = null;
  for (const line of text.split(/\r?\n/)) {
    if (/^#+ /.test(line)) heading = line.replace(/^#+ /, "").trim();
    if (!line.trimStart().startsWith("|")) {
      open = null;
    } else if (open === null) {
      open = { heading, columns: cellsOf(line), rows: [] };
      tables.push(open);
    } else if (!/^[\s|:-]+$/.test(line)) {
      open.rows.push(cellsOf(line));
    }
  }
  return tables;
}

/** The rows under a heading, as records by column; throws when the page has no such table. */
export function tableUnder(text: string, heading: string): Record<string, string>[] {
  const table = markdownTables(text).find((each) => each.heading === heading);
  if (!table) throw new Error(`there is no table under "${heading}"`);
  return table.rows.map((row) =>
    Object.fromEntries(table.columns.map((column, position) => [column, row[position] ?? ""])),
  );
}
