import * as z from "zod";
import type { Actor } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { type Result, settle } from "../failures";
import { EMAIL_WISHES, type EmailWish } from "../queries/notice-words";
import { actingMember } from "./acting-member";

export const noticePreferencesInput = z.strictObject({ email: z.enum(EMAIL_WISHES) });

/** How a person wants e-mail of what they are told from now on. The notices themselves are always there. */
export function setNoticePreferences(
  actor: Actor,
  { email }: z.infer<typeof noticePreferencesInput>,
  at: Date,
): Promise<Result<{ email: EmailWish }>> {
  return settle(() =>
    inTenant(actor, async (tx) => {
      const { userId } = await actingMember(tx, actor, "company.read");
      const { tenantId } = actor;
      await tx.noticePreference.upsert({
        where: { tenantId_userId: { tenantId, userId } },
        create: { tenantId, userId, email, updatedAt: at },
        update: { email, updatedAt: at },
      });
      return { email };
    }),
  );
}
