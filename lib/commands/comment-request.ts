import type { Actor } from "../db/governed-write";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { mentionableMembers } from "../queries/mentions";
import { mentionedIn, mentionsAsNames } from "../queries/mentions-in-text";
import { actingMember } from "./acting-member";
import { tell } from "./tell";

const LONGEST = 4000;
const MOST_MENTIONS = 20;
const QUOTED = 300;

/**
 * Adds a comment. Comments are kept for good and decide nothing, so they have no place in the log. Whom it mentions, as
 * `@[id]`, must belong to the company, and is told.
 */
export function commentRequest(
  actor: Actor,
  input: { reference: string; body: string },
  at: Date,
): Promise<Result<{ id: string }>> {
  return settle(() =>
    inTenant(actor, async (tx) => {
      const { tenantId } = actor;
      const body = input.body.trim();
      if (body === "") return abort("INVALID_INPUT", undefined, { body: "Write something first." });
      if (body.length > LONGEST)
        return abort("INVALID_INPUT", undefined, { body: `At most ${LONGEST} characters.` });
      const { userId: authorId } = await actingMember(tx, actor, "request.comment");
      const request = await tx.request.findUnique({
        where: { tenantId_reference: { tenantId, reference: input.reference } },
        select: { id: true, status: true, title: true },
      });
      if (!request || request.status === "DRAFT") return abort("NOT_FOUND");
      const names = await mentioned(tx, tenantId, body);
      const comment = await tx.requestComment.create({
        data: { tenantId, requestId: request.id, authorId, body, createdAt: at },
        select: { id: true },
      });
      await tx.commentMention.createMany({
        data: [...names.keys()].map((userId) => ({ tenantId, commentId: comment.id, userId })),
      });
      const said = mentionsAsNames(body, names);
      const reason = said.length > QUOTED ? `${said.slice(0, QUOTED)}…` : said;
      await tell(tx, actor, {
        kind: "mention",
        reference: input.reference,
        cause: `comment:${comment.id}`,
        people: [...names.keys()].map((userId) => ({
          userId,
          words: { title: request.title, by: actor.name, reason },
        })),
        at,
      });
      return comment;
    }),
  );
}

/** Names of those who are mentioned. Somebody of another company is refused as if there were no such person. */
async function mentioned(
  tx: Transaction,
  tenantId: string,
  body: string,
): Promise<ReadonlyMap<string, string>> {
  const ids = mentionedIn(body);
  if (ids.length === 0) return new Map();
  if (ids.length > MOST_MENTIONS)
    return abort("INVALID_INPUT", undefined, { body: `Mention at most ${MOST_MENTIONS} people.` });
  const members = await mentionableMembers(tx, tenantId);
  const names = new Map(
    members.filter(({ userId }) => ids.includes(userId)).map(({ userId, name }) => [userId, name]),
  );
  if (names.size < ids.length)
    return abort("INVALID_INPUT", undefined, {
      body: "It mentions somebody who does not belong to the company.",
    });
  return names;
}
