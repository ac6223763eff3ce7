import type { RequestForm } from "@/lib/queries/request-content";

/** What a half-filled form holds: plain values by field name. A band is two of them, `…_low` and `…_high`. */
export type FormValue = string | number | boolean | null;
export type FormValues = Record<string, FormValue>;

type Shared = {
  /** The name on the wire, and of the value here. */
  name: string;
  label: string;
  help?: string;
  /** Where the field only matters for some answers. What is hidden is not sent. */
  when?: (values: FormValues) => boolean;
};
export type Field = Shared &
  (
    | { kind: "text" | "longtext"; placeholder?: string }
    | { kind: "choice"; options: readonly { value: string; label: string; help?: string }[] }
    | { kind: "yesno" }
    | { kind: "usd" | "percent" | "count" }
    | { kind: "band"; unit: string }
  );

const isGrowth = ({ kind }: FormValues) => kind === "increase" || kind === "reallocation";

const HEADCOUNT: readonly Field[] = [
  {
    name: "classification",
    kind: "choice",
    label: "Classification",
    help: "The gate treats each class differently.",
    options: [
      { value: "retention-critical", label: "Retention-critical", help: "Customers leave without it" },
      { value: "backfill", label: "Backfill", help: "Replaces somebody who left" },
      { value: "net-new", label: "Net new", help: "A position that did not exist" },
      { value: "non-critical", label: "Non-critical", help: "Helpful, but nothing stops without it" },
    ],
  },
  {
    name: "function",
    kind: "choice",
    label: "Function",
    options: ["CS", "Product", "Engineering", "Sales", "Marketing", "Finance", "G&A"].map((value) => ({
      value,
      label: value === "CS" ? "CS (customer success)" : value,
    })),
  },
  { name: "count", kind: "count", label: "Number of hires" },
  {
    name: "in_approved_plan",
    kind: "yesno",
    label: "Is it in the approved hiring plan?",
  },
  {
    name: "critical_role",
    kind: "yesno",
    label: "Is it a critical role?",
    help: "A few critical roles a month may go beyond the plan while Rule of 40 and CAC payback pass.",
  },
  {
    name: "critical_roles_added_this_month",
    kind: "count",
    label: "Critical roles already added this month",
    help: "The larger of this and the approved requests of the month counts.",
    when: ({ critical_role }) => critical_role === true,
  },
  {
    name: "mitigates_churn",
    kind: "yesno",
    label: "Does the role directly mitigate churn?",
  },
];

const SPEND: readonly Field[] = [
  {
    name: "kind",
    kind: "choice",
    label: "Kind of change",
    options: [
      { value: "increase", label: "Increase", help: "Spend more than the current budget" },
      { value: "reallocation", label: "Reallocation", help: "Move budget from one place to another" },
      { value: "reduction", label: "Reduction", help: "Spend less" },
      { value: "commitment", label: "Commitment", help: "Already contracted" },
      { value: "reinstatement", label: "Reinstatement", help: "Bring back what was frozen, with proof" },
    ],
  },
  { name: "segment", kind: "text", label: "Segment", placeholder: "For example Mid-market" },
  { name: "channel", kind: "text", label: "Channel", placeholder: "For example Paid search" },
  {
    name: "purpose",
    kind: "choice",
    label: "Purpose",
    options: [
      { value: "acquisition", label: "Acquisition" },
      { value: "retention", label: "Retention" },
    ],
  },
  { name: "amount_usd", kind: "usd", label: "Amount of the change" },
  {
    name: "evidence",
    kind: "choice",
    label: "Evidence",
    options: [
      { value: "proven", label: "Proven", help: "Has earned its return before" },
      { value: "experiment", label: "Experiment", help: "Nobody knows yet" },
    ],
  },
  {
    name: "current_budget_usd",
    kind: "usd",
    label: "Current budget of the channel",
    help: "A proven increase is judged as a share of it.",
    when: ({ kind, evidence }) => kind === "increase" && evidence === "proven",
  },
  {
    name: "experiment_share_pct",
    kind: "percent",
    label: "Experiments' share of all go-to-market spend",
    help: "This one included.",
    when: (values) => isGrowth(values) && values.evidence === "experiment",
  },
  {
    name: "expected_roi_band",
    kind: "band",
    unit: "times the spend",
    label: "Expected return",
    help: "A band, never a point. The payback serves as well: one of the two is enough.",
  },
  {
    name: "expected_payback_months",
    kind: "band",
    unit: "months",
    label: "Expected payback",
    help: "A band, in place of the return or beside it.",
  },
];

const DISCOUNT: readonly Field[] = [
  { name: "segment", kind: "text", label: "Segment", placeholder: "For example Mid-market" },
  { name: "discount_pct", kind: "percent", label: "Discount", help: "Off the list price." },
];

const PRODUCT: readonly Field[] = [
  {
    name: "classification",
    kind: "choice",
    label: "Classification",
    options: [
      { value: "retention-critical", label: "Retention-critical", help: "Customers stay because of it" },
      { value: "non-core", label: "Non-core", help: "Useful, not what customers stay for" },
      { value: "big-bet", label: "Big bet", help: "Large, and uncertain" },
    ],
  },
  {
    name: "impact_on",
    kind: "choice",
    label: "What does it improve?",
    options: [
      { value: "retention", label: "Retention" },
      { value: "upsell", label: "Upsell" },
    ],
  },
  {
    name: "impact",
    kind: "band",
    unit: "in the unit below",
    label: "By how much",
    help: "A band, never a point.",
  },
  {
    name: "impact_unit",
    kind: "text",
    label: "Unit of the impact",
    placeholder: "For example points of NRR",
  },
  {
    name: "risks_churn",
    kind: "yesno",
    label: "Could it cause churn?",
    help: "While retention fails, nothing that may risk churn goes ahead, and no answer counts as yes.",
  },
];

const VENDOR: readonly Field[] = [
  {
    name: "kind",
    kind: "choice",
    label: "New or renewal?",
    options: [
      { value: "new", label: "New" },
      { value: "renewal", label: "Renewal" },
    ],
  },
  { name: "amount_usd_per_month", kind: "usd", label: "Amount per month" },
  {
    name: "mission_critical",
    kind: "yesno",
    label: "Is it mission-critical?",
    help: "Would the company stop without it?",
  },
  {
    name: "justification",
    kind: "longtext",
    label: "Why is it mission-critical?",
    when: ({ mission_critical }) => mission_critical === true,
  },
];

export type FormPlan = {
  name: string;
  lead: string;
  fields: readonly Field[];
  /** Whether an ROI case can stand beside it. */
  roiCase: boolean;
  defaults: FormValues;
  titlePlaceholder: string;
};

export const FORMS: Record<RequestForm, FormPlan> = {
  G1_HEADCOUNT: {
    name: "Headcount",
    lead: "Ask to hire somebody.",
    fields: HEADCOUNT,
    roiCase: true,
    defaults: { count: 1, in_approved_plan: false, critical_role: false, mitigates_churn: false },
    titlePlaceholder: "For example: Replace the support engineer who left",
  },
  G2_GTM_SPEND: {
    name: "Go-to-market spend",
    lead: "Ask to change what marketing and sales spend.",
    fields: SPEND,
    roiCase: true,
    defaults: { purpose: "acquisition" },
    titlePlaceholder: "For example: 10% more for paid search in mid-market",
  },
  DISCOUNT_EXCEPTION: {
    name: "Discount exception",
    lead: "Ask for a discount beyond the ceiling of its segment. The CFO decides, in every state.",
    fields: DISCOUNT,
    roiCase: false,
    defaults: {},
    titlePlaceholder: "For example: 25% for Northwind on a two-year term",
  },
  G3_PRODUCT_AND_RND: {
    name: "Product and R&D",
    lead: "Ask to put an item on the roadmap.",
    fields: PRODUCT,
    roiCase: true,
    defaults: {},
    titlePlaceholder: "For example: Alerts before an integration breaks",
  },
  G4_VENDOR_AND_NON_LABOR: {
    name: "Vendors and other spend",
    lead: "Ask to buy or renew something outside payroll.",
    fields: VENDOR,
    roiCase: true,
    defaults: { kind: "new", mission_critical: false },
    titlePlaceholder: "For example: Error monitoring for the platform team",
  },
};
