/** What a file may hold. Each limit says what to do when it is passed. */
export const LIMITS = {
  fileBytes: { most: 50_000_000, holds: "50 MB", remedy: "Split it, by year or by month for example." },
  rows: { most: 250_000, holds: "250,000 rows", remedy: "Split it, by year or by month for example." },
  columns: { most: 200, holds: "200 columns", remedy: "Delete the columns that are not needed." },
  cells: {
    most: 5_000_000,
    holds: "5,000,000 cells",
    remedy: "Delete the columns that are not needed, or split the file.",
  },
  cellCharacters: {
    most: 32_767,
    holds: "32,767 characters in a cell",
    remedy:
      "Shorten the cell; a quotation mark that is never closed also makes one cell of everything after it.",
  },
  characters: {
    most: 200_000_000,
    holds: "200,000,000 characters in its cells",
    remedy: "Delete the columns that are not needed, or split the file.",
  },
  headerCharacters: {
    most: 300,
    holds: "300 characters in the name of a column",
    remedy: "Shorten the name.",
  },
  archiveEntries: {
    most: 1_000,
    holds: "1,000 parts",
    remedy: "Copy the sheet into a new workbook and save that.",
  },
  unpackedBytes: {
    most: 300_000_000,
    holds: "300 MB once unpacked",
    remedy: "Copy the sheet's values into a new workbook, or save it as CSV.",
  },
  memoryMegabytes: {
    most: 1_500,
    holds: "can be looked through in 1.5 GB of memory",
    remedy: "Copy its values alone into a new file, and split that by year or by month.",
  },
  readingSeconds: {
    most: 120,
    holds: "can be looked through in two minutes",
    remedy: "Copy its values alone into a new file, and split that by year or by month.",
  },
} as const satisfies Record<string, { most: number; holds: string; remedy: string }>;

export type Limit = keyof typeof LIMITS;
