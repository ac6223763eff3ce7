import * as z from "zod";
import { can, ROLES } from "../auth/permissions";
import { dayInWords } from "../day-words";
import { type Actor, governedWrite } from "../db/governed-write";
import { abort, type Result, settle } from "../failures";
import { isoDate, startOfDay } from "../queries/cycle-calendar";
import { accessChange } from "./access-change";
import { actingMember } from "./acting-member";
import { lockedPair } from "./delegation-record";
import { tellStandIn } from "./tell-of-delegation";

export const LONGEST_DELEGATION_DAYS = 60;
const DAY_MS = 86_400_000;

export const delegateSigningInput = z.strictObject({
  delegateId: z.guid("Choose who stands in for you."),
  fromOn: z.iso.date("Choose the first day."),
  untilOn: z.iso.date("Choose the last day."),
  reason: z
    .string()
    .trim()
    .min(10, "Say why in at least ten characters; it goes into the decision log.")
    .max(500, "Keep it under 500 characters."),
});
export type DelegateSigning = z.infer<typeof delegateSigningInput>;

/**
 * Lets somebody sign in one's own role from one day to another (UTC, both included). What was delegated to oneself is
 * no role of one's own and is not handed on; neither is the signature under a policy, which the CFO and the CEO give
 * themselves.
 */
export function delegateSigning(
  actor: Actor,
  { delegateId, fromOn, untilOn, reason }: DelegateSigning,
  at: Date,
): Promise<Result<{ delegationId: string }>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      const { tenantId } = actor;
      const { userId, name, role } = await actingMember(tx, actor, "request.sign");
      refuseDays(fromOn, untilOn, at);
      if (delegateId === userId)
        return abort("INVALID_INPUT", undefined, { delegateId: "Choose somebody else." });
      const { delegator, delegate } = await lockedPair(tx, tenantId, userId, delegateId);
      if (delegator?.role !== role) return abort("CONFLICT", "Your role has changed. Reload the page.");
      const theirs = ROLES.find((each) => each === delegate?.role);
      if (!delegate || theirs === undefined || !can(theirs, "request.sign") || theirs === role)
        return abort("INVALID_INPUT", undefined, {
          delegateId: `Choose a member who signs in another role than ${role}.`,
        });
      const overlapping = await tx.signingDelegation.findFirst({
        where: {
          tenantId,
          delegatorId: userId,
          endedAt: null,
          lapsedAt: null,
          fromOn: { lte: startOfDay(untilOn) },
          untilOn: { gte: startOfDay(fromOn) },
        },
        select: { fromOn: true, untilOn: true },
      });
      if (overlapping)
        return abort(
          "CONFLICT",
          `Somebody stands in for you from ${dayInWords(isoDate(overlapping.fromOn))} to ${dayInWords(isoDate(overlapping.untilOn))} already. End that first: one person stands in at a time.`,
        );
      const { id: delegationId } = await tx.signingDelegation.create({
        data: {
          tenantId,
          delegatorId: userId,
          role,
          delegateId,
          fromOn: startOfDay(fromOn),
          untilOn: startOfDay(untilOn),
          reason,
          createdAt: at,
        },
        select: { id: true },
      });
      const title = `${delegate.name} signs for the ${role} ${name} from ${fromOn} to ${untilOn}`;
      await append([
        await accessChange(tx, tenantId, at, title, {
          step: "SIGNING_DELEGATED",
          delegation_id: delegationId,
          role,
          delegator: userId,
          delegate: delegateId,
          delegate_role: theirs,
          from_on: fromOn,
          until_on: untilOn,
          reason,
        }),
      ]);
      const people = {
        delegatorId: userId,
        delegatorName: name,
        delegateId,
        delegateName: delegate.name,
      };
      await tellStandIn(tx, actor, { delegationId, role, ...people, fromOn, untilOn }, reason, at);
      return { delegationId };
    }),
  );
}

function refuseDays(fromOn: string, untilOn: string, at: Date): void {
  if (fromOn < isoDate(at))
    abort("INVALID_INPUT", undefined, { fromOn: "It cannot begin in the past (days are UTC)." });
  if (untilOn < fromOn) abort("INVALID_INPUT", undefined, { untilOn: "The last day is before the first." });
  const days = (startOfDay(untilOn).getTime() - startOfDay(fromOn).getTime()) / DAY_MS + 1;
  if (days > LONGEST_DELEGATION_DAYS)
    abort("INVALID_INPUT", undefined, {
      untilOn: `At most ${LONGEST_DELEGATION_DAYS} days; these are ${days}.`,
    });
}
