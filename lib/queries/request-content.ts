import * as z from "zod";
import type { GateId } from "../../kernel/enforcement";

/**
 * What a person asks for, in the words of the wire format (docs/specs/decision-run.md 5), without what the
 * application adds: the reference, the requester and the signatures. A fact left out is a fact not given, and
 * the gate says so; a fact given must make sense. Pure, so that the form checks what the action checks.
 */
const LARGEST_USD = 1_000_000_000_000;
const LARGEST_RETURN = 1_000_000_000;

const isToPlaces = (value: number, places: number) =>
  Math.abs(value * 10 ** places - Math.round(value * 10 ** places)) < 1e-4;

const text = (most: number) =>
  z.string().trim().min(1, "Write something, or leave it out.").max(most, `At most ${most} characters.`);
const usd = z
  .number("Give an amount in US dollars.")
  .positive("The amount must be over 0.")
  .max(LARGEST_USD, "That is more than a trillion dollars.")
  .refine((value) => isToPlaces(value, 2), "Dollars and cents: at most two decimals.");
const percent = z
  .number("Give a percentage from 0 to 100.")
  .min(0, "A percentage is at least 0.")
  .max(100, "A percentage is at most 100.");
const bound = z
  .number("Give both figures of the band.")
  .min(-LARGEST_RETURN, "That figure is out of range.")
  .max(LARGEST_RETURN, "That figure is out of range.")
  .refine((value) => isToPlaces(value, 4), "At most four decimals.");
const band = z
  .tuple([bound, bound])
  .refine(([low, high]) => low < high, "A band, never a point: the lower figure first, the higher second.");

const headcount = z.strictObject({
  classification: z.enum(["retention-critical", "non-critical", "backfill", "net-new"]).optional(),
  function: text(60).optional(),
  count: z.int("A whole number of people.").min(1, "At least one person.").max(1000).optional(),
  in_approved_plan: z.boolean().optional(),
  critical_role: z.boolean().optional(),
  critical_roles_added_this_month: z.int("A whole number.").min(0).max(1000).optional(),
  mitigates_churn: z.boolean().optional(),
});
const spend = z.strictObject({
  kind: z
    .enum(["increase", "reduction", "reallocation", "commitment", "reinstatement", "discount_exception"])
    .optional(),
  segment: text(80).optional(),
  channel: text(80).optional(),
  purpose: z.enum(["acquisition", "retention"]).optional(),
  amount_usd: usd.optional(),
  current_budget_usd: usd.optional(),
  evidence: z.enum(["proven", "experiment"]).optional(),
  expected_roi_band: band.optional(),
  expected_payback_months: band.optional(),
  experiment_share_pct: percent.optional(),
  discount_pct: percent.optional(),
});
const product = z.strictObject({
  classification: z.enum(["retention-critical", "non-core", "big-bet"]).optional(),
  quantified_impact: z.strictObject({ on: z.enum(["retention", "upsell"]), band, unit: text(40) }).optional(),
  risks_churn: z.boolean().optional(),
});
const vendor = z.strictObject({
  kind: z.enum(["new", "renewal"]).optional(),
  amount_usd_per_month: usd.optional(),
  mission_critical: z.boolean().optional(),
  justification: text(2000).optional(),
});

const common = {
  title: z.string().trim().min(1, "Say in a few words what you ask for.").max(200, "At most 200 characters."),
  roi_case: z.strictObject({ summary: text(4000), expected_roi_band: band }).nullable(),
  exceptions: z
    .array(
      z.strictObject({
        exception_id: text(80),
        offset: z.strictObject({ description: text(1000), amount_usd: usd }).nullable(),
      }),
    )
    .max(5)
    .refine(
      (list) => new Set(list.map((each) => each.exception_id)).size === list.length,
      "Claim each exception once.",
    ),
};

export const requestContentSchema = z.discriminatedUnion("gate_id", [
  z.strictObject({ ...common, gate_id: z.literal("G1_HEADCOUNT"), details: headcount }),
  z.strictObject({ ...common, gate_id: z.literal("G2_GTM_SPEND"), details: spend }),
  z.strictObject({ ...common, gate_id: z.literal("G3_PRODUCT_AND_RND"), details: product }),
  z.strictObject({ ...common, gate_id: z.literal("G4_VENDOR_AND_NON_LABOR"), details: vendor }),
]);
export type RequestContent = z.infer<typeof requestContentSchema>;

const DETAILS = {
  G1_HEADCOUNT: headcount,
  G2_GTM_SPEND: spend,
  G3_PRODUCT_AND_RND: product,
  G4_VENDOR_AND_NON_LABOR: vendor,
} as const satisfies Record<GateId, z.ZodType>;

/** Details as they come out of the database. */
export function parseDetails(gateId: GateId, stored: unknown): RequestContent["details"] {
  return DETAILS[gateId].parse(stored);
}

/** What a half-filled form holds: plain values by field name, not judged until they are submitted. */
export const draftSchema = z.strictObject({
  form: z.enum([
    "G1_HEADCOUNT",
    "G2_GTM_SPEND",
    "G3_PRODUCT_AND_RND",
    "G4_VENDOR_AND_NON_LABOR",
    "DISCOUNT_EXCEPTION",
  ]),
  values: z.record(z.string().max(60), z.union([z.string().max(4000), z.number(), z.boolean(), z.null()])),
});
export type RequestDraft = z.infer<typeof draftSchema>;
export type RequestForm = RequestDraft["form"];

export function gateOfForm(form: RequestForm): GateId {
  return form === "DISCOUNT_EXCEPTION" ? "G2_GTM_SPEND" : form;
}
