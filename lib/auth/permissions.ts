/** The words a membership may hold; the database's check constraint lists the same. */
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
  "request.submit": SPENDING,
  "request.comment": SPENDING,
  "request.sign": ["CFO", "CEO", "Head of Sales/Marketing", "CPO/CTO"],
  "input.override": ["FP&A", "CFO"],
  "cycle.evaluate": ["FP&A", "CFO"],
  "escalation.acknowledge": ["CFO", "CEO"],
  "defensive.update": ["CFO", "CEO", "FP&A"],
  "people.manage": ["Administrator"],
  "api-key.manage": ["Administrator"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export function can(role: Role, permission: Permission): boolean {
  const allowed: readonly Role[] = PERMISSIONS[permission];
  return allowed.includes(role);
}

/** "CFO or FP&A": who could do it, for the words of a refusal. */
export function rolesThatCan(permission: Permission): string {
  const allowed: readonly Role[] = PERMISSIONS[permission];
  return allowed.length === 1
    ? String(allowed[0])
    : `${allowed.slice(0, -1).join(", ")} or ${allowed.at(-1)}`;
}
