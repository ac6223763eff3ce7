import { can, ROLES } from "../auth/permissions";
import type { StandIn } from "./delegations";
import { approvalsOf, type RequestRow } from "./request-row";
import { rolesAwaited, type SignaturePath } from "./signature-path";
import { handFor } from "./signing-hand";

/** What one person may do with a request, for the buttons; each command checks again. */
export type RequestChoices = {
  /** The role to sign as; null when this person cannot sign now. */
  signAs: string | null;
  /** For whom, where the role is not this person's own. */
  signFor: { name: string; delegationId: string } | null;
  /** Why a person who may sign in general may not sign this; null when there is nothing to say. */
  whyNotSign: string | null;
  /** Signing now completes what is required. */
  completes: boolean;
  deny: boolean;
  edit: boolean;
  withdraw: boolean;
  reevaluate: boolean;
  comment: boolean;
};

type Person = { userId: string; role: string };
const OPEN = ["PENDING", "BLOCKED", "STALE"];

export function choicesOf(
  row: RequestRow,
  path: SignaturePath,
  {
    approvers,
    hasChanged,
    person,
    standIns,
  }: {
    approvers: readonly string[];
    /** The gate says something else now than the newest decision on record. */
    hasChanged: boolean;
    person: Person;
    /** For whom the person may sign today. */
    standIns: readonly StandIn[];
  },
): RequestChoices {
  const role = ROLES.find((each) => each === person.role);
  const may = (permission: Parameters<typeof can>[1]) => role !== undefined && can(role, permission);
  const isMine = row.requestedBy === person.userId;
  const isOpen = OPEN.includes(row.status);
  const whyNotSign = whyNot(row, path, person, may("request.sign"));
  const signedRoles = approvalsOf(row).map((each) => each.role);
  const given = row.signoffs.filter(({ revision }) => revision === row.revision);
  const signable = isOpen && row.status === "PENDING" && may("request.sign") && !isMine;
  const signFor =
    signable && path.isSignable ? (handFor(row, path, person, standIns)?.standsInFor ?? null) : null;
  const signAs = signFor?.role ?? (signable && whyNotSign === null ? person.role : null);
  const sayAs = signFor?.role ?? person.role;
  return {
    signAs,
    signFor: signFor && { name: signFor.delegatorName, delegationId: signFor.delegationId },
    whyNotSign: isOpen && signFor === null ? whyNotSign : null,
    completes: rolesAwaited(path, [...signedRoles, sayAs]).length === 0,
    deny:
      signable &&
      [...path.requiredRoles, ...approvers].includes(sayAs) &&
      !given.some((each) => each.signedBy === person.userId || each.role === sayAs),
    edit: isMine && may("request.submit") && (isOpen || row.status === "DRAFT"),
    withdraw: isMine && may("request.submit") && isOpen,
    reevaluate: isOpen && may("request.submit") && hasChanged,
    comment: may("request.comment") && row.status !== "DRAFT",
  };
}

function whyNot(row: RequestRow, path: SignaturePath, person: Person, maySign: boolean): string | null {
  if (!maySign) return null;
  if (row.requestedBy === person.userId) return "This is your own request, and nobody signs their own.";
  if (row.status !== "PENDING") return null;
  const approvals = approvalsOf(row);
  const signedRoles = approvals.map((each) => each.role);
  // A signature that the gate would refuse may still be tried: the refusal is then on record.
  const awaited = path.isSignable ? rolesAwaited(path, signedRoles) : [person.role];
  const forMe = approvals.find(({ onBehalfOf }) => onBehalfOf === person.userId);
  if (forMe) return `It has been signed for you as ${forMe.role}, and one person fills one role.`;
  if (approvals.some(({ signedBy }) => signedBy === person.userId))
    return awaited.length === 0 && path.isSignable
      ? null
      : `You have signed. It waits for ${path.isSignable ? awaited.join(", ") : "the gate to open again"}.`;
  if (awaited.includes(person.role)) return null;
  if (signedRoles.includes(person.role)) return `Somebody has signed as ${person.role} already.`;
  return `It waits for ${awaited.join(path.requiredRoles.length > 0 ? " and " : " or ")}, and you hold the role ${person.role}.`;
}
