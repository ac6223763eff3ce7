import * as z from "zod";

const decimal = z.enum([".", ","]);
const order = z.enum(["dmy", "mdy"]);

export const choicesSchema = z.record(
  z.string().regex(/^\d{1,3}$/),
  z.strictObject({ decimal: decimal.optional(), dayOrder: order.optional() }),
);
export const mappingSchema = z.record(z.string().max(60), z.int().min(0).max(200));

const columnSchema = z.strictObject({
  decimal: z.enum([".", ",", "none", "ambiguous", "mixed"]),
  dayOrder: z.enum(["dmy", "mdy", "none", "ambiguous", "mixed"]),
  samples: z.array(z.string()),
  ambiguous: z.array(z.string()),
});

/** What stands in `imports.reading`: how the file was read, so that its rows can be read again under another mapping. */
export const readingSchema = z.strictObject({
  encoding: z.string().optional(),
  separator: z.string().optional(),
  sheet: z.string().optional(),
  formulas: z.int().optional(),
  hiddenRows: z.int().optional(),
  mergedCells: z.int().optional(),
  headerRow: z.int(),
  header: z.array(z.string()),
  columns: z.array(columnSchema),
  choices: choicesSchema,
  /** Figures of which more than cents were stated. */
  rounded: z.int(),
  /** The days that the rows speak of, in whole months; null until they are read. */
  span: z.strictObject({ from: z.string(), until: z.string() }).nullable(),
});
export type StoredReading = z.infer<typeof readingSchema>;
