/**
 * What the bundle (file 08) carries beside the four artifacts: reason codes, response mapping and report
 * schema (contract B, C, D). They are the kernel's own tables, so they are derived and never written by hand.
 */
import * as z from "zod";
import { REASON_CODES } from "../reason-codes";
import { reportSchema } from "../report-schema";

export const DERIVED_PARTS = ["reason_codes", "response_mapping", "report_schema"] as const;
export type DerivedPart = (typeof DERIVED_PARTS)[number];

/** The three derived parts, as plain JSON data. */
export function derivedParts(): Record<DerivedPart, unknown> {
  const codesOf = (wanted: string) =>
    REASON_CODES.filter(({ outcome }) => outcome === wanted).map(({ code }) => code);
  return {
    reason_codes: REASON_CODES.map(({ code, outcome, clause, enforcement, title, remedy }) => ({
      code,
      outcome,
      clause,
      enforcement,
      title,
      remedy,
    })),
    response_mapping: {
      COMPLETED: { when: "No code at all", codes: [] },
      NEEDS_INPUT: {
        when: "Some code, and none that rejects: supply what is missing and run again",
        codes: codesOf("NEEDS_INPUT"),
      },
      REJECTED: {
        when: "Any code that rejects: mend the policy, or stop what was attempted",
        codes: codesOf("REJECTED"),
      },
    },
    report_schema: z.toJSONSchema(reportSchema),
  };
}
