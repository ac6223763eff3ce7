import { can, type Permission, ROLES, rolesThatCan } from "../auth/permissions";
import type { Actor } from "../db/governed-write";
import { abort } from "../failures";

/** Refuses, inside the transaction, what the actor's role may not do, and says whose role may. */
export function requirePermission(actor: Actor, permission: Permission): void {
  const role = ROLES.find((each) => each === actor.role);
  if (role === undefined || !can(role, permission)) {
    abort("FORBIDDEN", `Your role does not allow this; ${rolesThatCan(permission)} may.`);
  }
}
