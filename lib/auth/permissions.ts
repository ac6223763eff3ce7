/** The roles that a person may be given; the database's check constraint lists the same and the kernel's own. */
export const ROLES = [
  "CFO",
  "CEO",
  "Head of Sales/Marketing",
  "CPO/CTO",
  "Team lead",
  "FP&A",
  "Auditor",
  "Administrator",
] as const;
export type Role = (typeof ROLES)[number];

/** The member through which the Revenue OS kernel asks at the gates. No person holds it, and nobody is given it. */
export const OPTIMIZER_ROLE = "Optimizer";
export type MemberRole = Role | typeof OPTIMIZER_ROLE;
export const MEMBER_ROLES: readonly MemberRole[] = [...ROLES, OPTIMIZER_ROLE];

const EVERYONE = ROLES;
const SPENDING: readonly Role[] = ["CFO", "CEO", "Head of Sales/Marketing", "CPO/CTO", "Team lead", "FP&A"];

/**
 * Who may do what: one line per permission. Reading is for everybody in the company; an auditor appears in no
 * line that changes something, and an administrator only where access itself is changed.
 */
export const PERMISSIONS = {
  "company.read": EVERYONE,
  "log.read": EVERYONE,
  "log.export": EVERYONE,
  "request.submit": [...SPENDING, OPTIMIZER_ROLE],
  "request.comment": SPENDING,
  "request.sign": ["CFO", "CEO", "Head of Sales/Marketing", "CPO/CTO"],
  "input.override": ["FP&A", "CFO"],
  "cycle.evaluate": ["FP&A", "CFO"],
  "escalation.acknowledge": ["CFO", "CEO"],
  "defensive.update": ["CFO", "CEO", "FP&A"],
  /** Write drafts of a policy, and put one up for signature. */
  "policy.draft": ["CFO", "CEO", "FP&A"],
  /** Sign a proposed policy, or decline it. */
  "policy.sign": ["CFO", "CEO"],
  /** Name and change scenarios of what might be; they decide nothing. */
  "scenario.write": SPENDING,
  /** Open a certified close again. */
  "close.reopen": ["CFO"],
  /** Say why a trigger's state changed with a close: who certifies, and the owners of the metrics. */
  "close.comment": ["CFO", "CEO", "Head of Sales/Marketing", "CPO/CTO", "FP&A"],
  /** Set who supplies which figure. */
  "close.assign": ["CFO", "FP&A"],
  /** Set the company's holidays, from which the business days of a close are counted. */
  "close.calendar": ["CFO", "FP&A", "Administrator"],
  /** Upload figures, apply them and undo an import. */
  "figures.import": ["FP&A", "CFO"],
  /** Set the spreads of the forecast. */
  "forecast.configure": ["CFO", "FP&A"],
  /** The weekly review: open and close it; write its notes, note who is there, take actions on and change them. */
  "review.facilitate": ["CFO", "FP&A"],
  "review.write": ["CFO", "CEO", "Head of Sales/Marketing", "CPO/CTO", "FP&A"],
  /** Report on an action of the review that one owns. */
  "review.report": SPENDING,
  /** Board packs: read them, make drafts and edit their memo, release them. */
  "board-pack.read": ["CFO", "CEO", "FP&A", "Auditor"],
  "board-pack.draft": ["CFO", "CEO", "FP&A"],
  "board-pack.release": ["CFO"],
  /** Run a cycle of the Revenue OS kernel. */
  "revenue.run": ["CFO", "FP&A", "Head of Sales/Marketing"],
  /** Execute, revert and abort its actions. */
  "revenue.act": ["CFO", "Head of Sales/Marketing"],
  /** Set the targets it steers to and the guardrails it stays within. */
  "revenue.configure": ["CFO"],
  "people.manage": ["Administrator"],
  /** Put the list of first steps away, once a cycle has closed. */
  "start.dismiss": ["CFO", "Administrator"],
  /** Above which amount a signature takes a second factor. */
  "signing.configure": ["Administrator"],
  /** Where the company's notices go beside e-mail. */
  "notice.configure": ["Administrator"],
  "api-key.manage": ["Administrator"],
} as const satisfies Record<string, readonly MemberRole[]>;

export type Permission = keyof typeof PERMISSIONS;

export function can(role: MemberRole, permission: Permission): boolean {
  const allowed: readonly MemberRole[] = PERMISSIONS[permission];
  return allowed.includes(role);
}

/** "CFO or FP&A": which people could do it, for the words of a refusal. */
export function rolesThatCan(permission: Permission): string {
  const members: readonly MemberRole[] = PERMISSIONS[permission];
  const allowed = members.filter((role) => role !== OPTIMIZER_ROLE);
  return allowed.length === 1
    ? String(allowed[0])
    : `${allowed.slice(0, -1).join(", ")} or ${allowed.at(-1)}`;
}
