import * as z from "zod";
import { trajectorySchema } from "../queries/trajectory-shape";

// The shape of a board pack's frozen data, and of its memo. Everything is text, number or list: the same rows give the
// same canonical JSON, and the same JSON the same PDF.

const state = z.enum(["PASS", "WATCH", "FAIL", "UNKNOWN"]);
const mode = z.enum(["NORMAL", "DEFENSIVE"]);
const gateId = z.enum(["G1_HEADCOUNT", "G2_GTM_SPEND", "G3_PRODUCT_AND_RND", "G4_VENDOR_AND_NON_LABOR"]);
const unit = z.enum(["USD", "percent", "x", "months"]);
const pair = z.tuple([z.number(), z.number()]);
const day = z.string();
const moment = z.string();

const triggerClose = z.strictObject({ cycleKey: z.string(), state, value: z.number().nullable() });

const trigger = z.strictObject({
  id: z.string(),
  shortId: z.string(),
  name: z.string(),
  critical: z.boolean(),
  unit: unit.nullable(),
  /** What each state covers; null where it has no end. */
  regions: z.array(z.strictObject({ state, low: z.number().nullable(), high: z.number().nullable() })),
  state,
  /** What the thresholds judge; for T1 and T2 the gap to the plan. */
  value: z.number().nullable(),
  /** The last twelve closes up to the period's, oldest first. */
  closes: z.array(triggerClose),
  /** The close before the period, to compare with. */
  before: triggerClose.nullable(),
});

const efficiency = z.strictObject({
  id: z.enum(["rule_of_40", "cac_payback", "nrr", "gross_margin"]),
  name: z.string(),
  trigger: z.string(),
  unit,
  state,
  value: z.number().nullable(),
  before: z.strictObject({ cycleKey: z.string(), value: z.number() }).nullable(),
  /** The contract's range for it, where it has one. */
  range: pair.nullable(),
  /** What it is made of, where that says more. */
  parts: z.array(z.strictObject({ name: z.string(), value: z.number(), unit })),
  sentence: z.string(),
});

/** What became of an ROI case, as the pack's moment knows it. */
const roiVerdict = z.enum(["PAID_BACK", "MISSED", "TOO_EARLY", "CANNOT_BE_MEASURED"]);
const roiOutcome = z.strictObject({
  verdict: roiVerdict,
  words: z.string(),
  measuredOn: day,
});
export type RoiOutcome = z.infer<typeof roiOutcome>;

/** An approved request that promised a band. Whoever measures hands in a list of these. */
export const roiCaseSchema = z.strictObject({
  reference: z.string(),
  title: z.string(),
  gateId,
  requester: z.string(),
  approvedOn: day,
  /** The day after the last of the window over which it is measured. */
  dueOn: day,
  outcome: roiOutcome,
});
export type RoiCase = z.infer<typeof roiCaseSchema>;

const exceptionStatus = z.enum(["PENDING", "BLOCKED", "STALE", "APPROVED", "DENIED", "WITHDRAWN"]);

const exception = z.strictObject({
  reference: z.string(),
  title: z.string(),
  gateId,
  kind: z.string(),
  requester: z.string(),
  amount: z.string().nullable(),
  status: exceptionStatus,
  decidedAt: moment.nullable(),
  /** The entry of the decision log with the newest decision about it. */
  logSeq: z.int().nullable(),
  reasonCodes: z.array(z.string()),
  signoffs: z.array(z.strictObject({ role: z.string(), name: z.string(), verdict: z.string() })),
  offset: z.strictObject({ description: z.string(), amountUsd: z.number() }).nullable(),
  roi: z.strictObject({ summary: z.string(), low: z.number(), high: z.number() }).nullable(),
  outcome: roiOutcome.nullable(),
});

const escalation = z.strictObject({
  rule: z.string(),
  action: z.string(),
  triggers: z.array(z.string()),
  raisedAt: moment,
  raisedBy: z.string(),
  status: z.enum(["OPEN", "ACKNOWLEDGED", "RESOLVED"]),
  plan: z.string().nullable(),
  planDueOn: day.nullable(),
  acknowledgedBy: z.string().nullable(),
  resolution: z.string().nullable(),
  resolvedAt: moment.nullable(),
});

const commitments = z.strictObject({
  count: z.int(),
  people: z.int(),
  /** Amounts asked for as such, and those asked for by the month. */
  usd: z.number(),
  usdPerMonth: z.number(),
});

const gate = z.strictObject({
  gateId,
  scope: z.string(),
  /** Since the plan began; and of these, in the days of the period. */
  approved: commitments,
  approvedInPeriod: commitments,
  /** Not decided yet. */
  open: commitments,
  /** What it would let through at the moment of the pack. */
  verdict: z.enum(["OPEN", "PARTLY_OPEN", "CLOSED"]),
  prospects: z.array(
    z.strictObject({
      label: z.string(),
      verdict: z.enum(["OPEN", "CONDITIONAL", "CLOSED"]),
      brings: z.array(z.string()),
      reasons: z.array(z.string()),
    }),
  ),
});

export const packContentSchema = z.strictObject({
  format: z.literal(1),
  company: z.string(),
  period: z.strictObject({
    key: z.string(),
    kind: z.enum(["month", "quarter"]),
    start: day,
    end: day,
  }),
  edition: z.int(),
  corrects: z.strictObject({ edition: z.int(), reason: z.string(), pdfSha256: z.string() }).nullable(),
  asOf: moment,
  madeBy: z.strictObject({ name: z.string(), role: z.string() }),
  policy: z.strictObject({ version: z.string(), hash: z.string() }),
  kernelVersion: z.string(),
  /** The decision log's newest entry at that moment. */
  log: z.strictObject({ seq: z.int(), hash: z.string() }),
  closes: z.array(
    z.strictObject({
      cycleKey: z.string(),
      version: z.int(),
      evaluatedAt: moment,
      certifiedFinal: z.boolean(),
      deliveredOn: day.nullable(),
    }),
  ),
  /** Months of the period without a close. */
  missingCloses: z.array(z.string()),
  mode: z.strictObject({
    atClose: mode,
    now: mode.nullable(),
    since: moment.nullable(),
    cause: z.string().nullable(),
    stretches: z.array(
      z.strictObject({ mode, startedAt: moment, endedAt: moment.nullable(), cause: z.string() }),
    ),
  }),
  triggers: z.array(trigger),
  trajectory: trajectorySchema,
  efficiency: z.array(efficiency),
  exceptions: z.array(exception),
  /** How many more there were than the pack lists. */
  exceptionsLeftOut: z.int(),
  /** Of all of them, listed or not. */
  exceptionCounts: z.array(z.strictObject({ status: exceptionStatus, count: z.int() })),
  /** ROI cases whose time came in the days of the period, whenever they were approved. */
  casesDue: z.array(roiCaseSchema),
  casesDueLeftOut: z.int(),
  casesDueCounts: z.array(z.strictObject({ verdict: roiVerdict, count: z.int() })),
  decisions: z.array(
    z.strictObject({ gateId, approved: z.int(), denied: z.int(), withdrawn: z.int(), refused: z.int() }),
  ),
  escalations: z.array(escalation),
  budget: z.strictObject({ quarter: z.string(), start: day, end: day, gates: z.array(gate) }),
});
export type PackContent = z.infer<typeof packContentSchema>;
export type PackTrigger = z.infer<typeof trigger>;
export type PackEfficiency = z.infer<typeof efficiency>;
export type PackException = z.infer<typeof exception>;
export type PackEscalation = z.infer<typeof escalation>;
export type PackGate = z.infer<typeof gate>;
export type PackCommitments = z.infer<typeof commitments>;

/** Longest sentence that a person may put in place of a filled one. */
export const SENTENCE_CHARACTERS = 1_200;

const memoSentence = z.strictObject({
  id: z.string(),
  heading: z.string(),
  /** As the data filled it. */
  original: z.string(),
  /** As it will be read; empty where somebody left it out. */
  text: z.string().max(SENTENCE_CHARACTERS),
  edited: z.strictObject({ by: z.string(), at: moment }).nullable(),
});
export const packMemoSchema = z.array(memoSentence);
export type PackMemo = z.infer<typeof packMemoSchema>;
export type MemoSentence = z.infer<typeof memoSentence>;

/** Who released it and when; null in a draft. */
export type PackRelease = { by: string; role: string; at: string };

/** All that a PDF is made from. */
export type PackDocument = { content: PackContent; memo: PackMemo; release: PackRelease | null };
