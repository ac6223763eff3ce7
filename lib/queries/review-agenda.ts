import * as z from "zod";
import type { Artifacts } from "../policy/active-policy";

/** What the page can lay out by itself under an item of the agenda. */
export const REVIEW_PARTS = ["triggers", "spend", "actions", "exceptions"] as const;
export type ReviewPart = (typeof REVIEW_PARTS)[number];

export const agendaItemSchema = z.strictObject({ title: z.string(), minutes: z.number() });
export type AgendaItem = z.infer<typeof agendaItemSchema>;

/** The weekly review as the policy in force has it. */
export type ReviewAgenda = {
  forum: string;
  durationMinutes: number;
  items: AgendaItem[];
  /** Seats as the contract names them. */
  attendees: string[];
};

const weekly = z.object({
  forum: z.string().trim().min(1).catch("Weekly review"),
  duration_minutes: z.number().int().min(1).max(1440),
  agenda: z.array(z.string().trim().min(1)).min(1).max(40),
  attendees: z.array(z.string()).catch([]),
});
const contract = z.object({
  outcome_contract: z.object({
    outcome_contract: z.object({ operating_cadence: z.object({ weekly }) }),
  }),
});

/** Null where the policy sets no weekly review that can be read: then there is nothing to hold. */
export function agendaOf(artifacts: Artifacts): ReviewAgenda | null {
  const read = contract.safeParse(artifacts);
  if (!read.success) return null;
  const { forum, duration_minutes, agenda, attendees } =
    read.data.outcome_contract.outcome_contract.operating_cadence.weekly;
  return { forum, durationMinutes: duration_minutes, items: shared(agenda, duration_minutes), attendees };
}

/** The contract times the whole review and not its items: they share it evenly, what is left over goes to the first ones. */
function shared(titles: readonly string[], minutes: number): AgendaItem[] {
  const [each, rest] = [Math.floor(minutes / titles.length), minutes % titles.length];
  return titles.map((title, index) => ({ title, minutes: each + (index < rest ? 1 : 0) }));
}

/** By what words an item asks for a part; the agenda is prose, and companies word it for themselves. */
const ASKS: Readonly<Record<ReviewPart, RegExp>> = {
  triggers: /trigger|runway|pipeline/i,
  spend: /\bspend|budget/i,
  actions: /\bactions?\b|owners?\b|owns\b/i,
  exceptions: /exception|\bgates?\b|approval/i,
};

/**
 * Which parts stand under which item: under the first that asks for it. What no item asks for stands after the agenda,
 * so that nothing that waits is out of sight.
 */
export function partsByItem(items: readonly AgendaItem[]): { items: ReviewPart[][]; besides: ReviewPart[] } {
  const placed = items.map((): ReviewPart[] => []);
  const besides: ReviewPart[] = [];
  for (const part of REVIEW_PARTS) {
    const asking = items.findIndex(({ title }) => ASKS[part].test(title));
    (placed[asking] ?? besides).push(part);
  }
  return { items: placed, besides };
}

/** The seats of the contract in the words of the roles that people hold here. */
const SEATS: readonly { role: string; seat: RegExp }[] = [
  { role: "CFO", seat: /\bCFO\b/i },
  { role: "CEO", seat: /\bCEO\b/i },
  { role: "Head of Sales/Marketing", seat: /sales|marketing/i },
  { role: "CPO/CTO", seat: /product|eng|\bCPO\b|\bCTO\b/i },
  { role: "FP&A", seat: /FP&A|revops/i },
];

/** Whether the contract wants somebody in this role to be there. */
export function isExpected(role: string, attendees: readonly string[]): boolean {
  const seat = SEATS.find((each) => each.role === role)?.seat;
  return seat !== undefined && attendees.some((name) => seat.test(name));
}

/** Seats that no role here answers to. */
export function seatsWithoutRole(attendees: readonly string[]): string[] {
  return attendees.filter((name) => !SEATS.some(({ seat }) => seat.test(name)));
}
