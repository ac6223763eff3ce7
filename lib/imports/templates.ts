import { stringify } from "csv-stringify/sync";
import writeExcelFile from "write-excel-file/node";
import type { Field, Kind } from "./kinds/kind";
import { NOTES_SHEET } from "./read-xlsx";

export const FIGURES_SHEET = "Figures";

export type Template = { fileName: string; media: string; bytes: Buffer };

const examplesOf = (kind: Kind): string[][] =>
  [0, 1].map((row) => kind.fields.map((field) => plainExample(field, field.examples[row as 0 | 1])));

/** One way of writing per column: a template does not ask its own reader questions. */
const plainExample = ({ type }: Field, example: string): string => {
  if (type === "amount") return example.replaceAll(",", "");
  const month = { "Mar 2026": "2026-03", "31.03.2026": "2026-03-31" }[example];
  return month ?? example;
};

/** Header and two example rows. What begins like a formula is marked as text. */
export function csvTemplate(kind: Kind): Template {
  const rows = [kind.fields.map(({ label }) => label), ...examplesOf(kind)];
  const text = stringify(rows, { escape_formulas: false, record_delimiter: "windows" });
  return {
    fileName: `${kind.id}.csv`,
    media: "text/csv; charset=utf-8",
    bytes: Buffer.from(`\ufeff${text}`, "utf8"),
  };
}

/** The same, and a sheet that says what each column means. */
export async function xlsxTemplate(kind: Kind): Promise<Template> {
  const bold = (value: string) => ({ value, fontWeight: "bold" as const });
  const figures = [
    kind.fields.map(({ label }) => bold(label)),
    ...examplesOf(kind).map((row) => row.map((value) => ({ value, type: String }))),
  ];
  const notes = [
    ["Column", "Needed", "What it is", "Words", "Examples"].map(bold),
    ...kind.fields.map((field) => noteOf(field).map((value) => ({ value, type: String, wrap: true }))),
    [{ value: kind.help, type: String, wrap: true }],
  ];
  const bytes = await writeExcelFile([
    {
      data: figures,
      sheet: FIGURES_SHEET,
      stickyRowsCount: 1,
      columns: kind.fields.map(() => ({ width: 18 })),
    },
    {
      data: notes,
      sheet: NOTES_SHEET,
      columns: [{ width: 20 }, { width: 8 }, { width: 60 }, { width: 50 }, { width: 30 }],
    },
  ]).toBuffer();
  return {
    fileName: `${kind.id}.xlsx`,
    media: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    bytes,
  };
}

const noteOf = ({ label, required, help, words = {}, examples }: Field): string[] => [
  label,
  required ? "yes" : "no",
  help,
  Object.keys(words).join(", "),
  examples.filter((each) => each !== "").join(" · "),
];
