import canonicalize from "canonicalize";
import * as z from "zod";
import { hashContent } from "../db/governed-write";
import { REVIEW_ACTION_STATES } from "./review-actions";
import { agendaItemSchema } from "./review-agenda";

const figure = z.number().nullable();
const person = z.strictObject({ name: z.string(), role: z.string() });

const trigger = z.strictObject({
  shortId: z.string(),
  name: z.string(),
  unit: z.string(),
  state: z.string(),
  stateBefore: z.string().nullable(),
  value: figure,
  valueBefore: figure,
  steps: z.array(
    z.strictObject({ input: z.string(), valueBefore: figure, valueAfter: figure, effect: figure }),
  ),
});

const action = z.strictObject({
  id: z.string(),
  body: z.string(),
  owner: z.string(),
  dueOn: z.string(),
  status: z.enum(REVIEW_ACTION_STATES),
  note: z.string().nullable(),
});

/** The minutes of a review: only what was there and what was done, in the order of the agenda. */
export const reviewMinutesSchema = z.strictObject({
  company: z.string(),
  weekKey: z.string(),
  forum: z.string(),
  durationMinutes: z.number(),
  openedAt: z.string(),
  openedBy: z.string(),
  closedAt: z.string(),
  closedBy: person,
  policy: z.strictObject({ version: z.string(), hash: z.string() }),
  attendance: z.strictObject({ present: z.array(person), expectedAndAbsent: z.array(person) }),
  mode: z.string().nullable(),
  cycle: z.string().nullable(),
  cycleBefore: z.string().nullable(),
  triggers: z.array(trigger),
  /** Operating expense by function of the newest month in the books. */
  spend: z.strictObject({
    month: z.string().nullable(),
    functions: z.array(
      z.strictObject({
        function: z.string(),
        totalUsd: z.number(),
        beforeUsd: figure,
        /** Minutes that were made before budgets were kept have none. */
        budgetUsd: figure.optional(),
      }),
    ),
  }),
  agenda: z.array(
    agendaItemSchema.extend({
      note: z.strictObject({ body: z.string(), by: z.string() }).nullable(),
    }),
  ),
  actions: z.strictObject({
    /** Touched during the review: taken on, put off, done or dropped. */
    changed: z.array(action.extend({ what: z.string(), by: z.string() })),
    /** Open when it ended. */
    open: z.array(action),
  }),
  /** Entries of the decision log between opening and closing that people of the company caused. */
  decisions: z.array(
    z.strictObject({
      seq: z.number(),
      kind: z.string(),
      title: z.string(),
      actor: z.string(),
      outcome: z.string().nullable(),
      requestRef: z.string().nullable(),
    }),
  ),
  decisionsLeftOut: z.number(),
  /** Asked for and not decided when it ended. */
  exceptionsWaiting: z.array(z.strictObject({ reference: z.string(), title: z.string() })),
  logHead: z.number(),
});
export type ReviewMinutes = z.infer<typeof reviewMinutesSchema>;

/** sha256, lower-case hex, of the minutes' canonical JSON. */
export function minutesHash(minutes: ReviewMinutes): string {
  const content = canonicalize(minutes);
  if (content === undefined) throw new Error("minutes are a JSON object");
  return hashContent(content);
}
