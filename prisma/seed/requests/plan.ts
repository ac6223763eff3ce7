import type { Role } from "../../../lib/auth/permissions";
import type { RequestContent } from "../../../lib/queries/request-content";

/** A day of a plan month, or days before the anchor; the hour is UTC. */
export type When = { month: number; day: number; hour?: number } | { daysAgo: number; hour?: number };
/** A role, and which of its holders where there are two. */
export type Who = readonly [Role, number?];

export type Act = { by: Who; when: When } & (
  | { do: "sign" }
  | { do: "deny"; reason: string }
  | { do: "withdraw" }
  | { do: "revise"; content: RequestContent }
  | { do: "comment"; body: string }
);

/**
 * What somebody once asked for, and what people then did about it. Whether the gate let them is not written
 * here: the commands decide, on the states of the day.
 */
export type PlannedRequest = { by: Who; when: When; content: RequestContent; then: readonly Act[] };

type Details<G extends RequestContent["gate_id"]> = Extract<RequestContent, { gate_id: G }>["details"];
export type SpendDetails = Details<"G2_GTM_SPEND">;
type Extras = Partial<Pick<RequestContent, "roi_case" | "exceptions">>;

const NOTHING = { roi_case: null, exceptions: [] };

export const headcount = (
  title: string,
  details: Details<"G1_HEADCOUNT">,
  extras: Extras = {},
): RequestContent => ({
  gate_id: "G1_HEADCOUNT",
  title,
  details,
  ...NOTHING,
  ...extras,
});
export const spend = (
  title: string,
  details: Details<"G2_GTM_SPEND">,
  extras: Extras = {},
): RequestContent => ({
  gate_id: "G2_GTM_SPEND",
  title,
  details,
  ...NOTHING,
  ...extras,
});
export const product = (title: string, details: Details<"G3_PRODUCT_AND_RND">): RequestContent => ({
  gate_id: "G3_PRODUCT_AND_RND",
  title,
  details,
  ...NOTHING,
});
export const vendor = (
  title: string,
  details: Details<"G4_VENDOR_AND_NON_LABOR">,
  extras: Extras = {},
): RequestContent => ({ gate_id: "G4_VENDOR_AND_NON_LABOR", title, details, ...NOTHING, ...extras });

export const roi = (summary: string, low: number, high: number): Extras => ({
  roi_case: { summary, expected_roi_band: [low, high] },
});

export const on = (month: number, day: number, hour = 10): When => ({ month, day, hour });
export const ago = (daysAgo: number, hour = 10): When => ({ daysAgo, hour });

export const asked = (by: Who, when: When, content: RequestContent, ...then: Act[]): PlannedRequest => ({
  by,
  when,
  content,
  then,
});

export const CFO: Who = ["CFO"];
export const CEO: Who = ["CEO"];
export const SALES: Who = ["Head of Sales/Marketing"];
export const PRODUCT: Who = ["CPO/CTO"];
export const FIRST_LEAD: Who = ["Team lead", 0];
export const SECOND_LEAD: Who = ["Team lead", 1];

export const sign = (by: Who, when: When): Act => ({ do: "sign", by, when });
export const deny = (by: Who, when: When, reason: string): Act => ({ do: "deny", by, when, reason });
export const withdraw = (by: Who, when: When): Act => ({ do: "withdraw", by, when });
export const revise = (by: Who, when: When, content: RequestContent): Act => ({
  do: "revise",
  by,
  when,
  content,
});
export const comment = (by: Who, when: When, body: string): Act => ({ do: "comment", by, when, body });
