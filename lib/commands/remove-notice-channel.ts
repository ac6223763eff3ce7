import { type Actor, governedWrite } from "../db/governed-write";
import { abort, type Result, settle } from "../failures";
import { accessChange } from "./access-change";
import { actingMember } from "./acting-member";

/** Ends a channel for good: its address and secret are forgotten, what still waited for it is not sent. */
export function removeNoticeChannel(
  actor: Actor,
  channelId: string,
  at: Date,
): Promise<Result<{ channelId: string }>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      const { tenantId } = actor;
      const { userId } = await actingMember(tx, actor, "notice.configure");
      const [channel] = await tx.$queryRaw<{ name: string; kind: string; host: string; removed: boolean }[]>`
        select name, kind, host, removed_at is not null as removed from notice_channels
        where tenant_id = ${tenantId}::uuid and id = ${channelId}::uuid for update`;
      if (!channel) return abort("NOT_FOUND");
      if (channel.removed) return abort("CONFLICT", "It has been removed already.");
      const { name, kind, host } = channel;
      await tx.noticeChannel.update({
        where: { tenantId_id: { tenantId, id: channelId } },
        data: { removedAt: at, removedBy: userId, sealedAddress: null, sealedSecret: null },
      });
      await tx.noticeDelivery.updateMany({
        where: { tenantId, channelId, status: "waiting" },
        data: { status: "skipped", reason: "The channel has been removed." },
      });
      await append([
        await accessChange(tx, tenantId, at, `Notices no longer go to "${name}" (${kind}, ${host})`, {
          step: "NOTICE_CHANNEL_REMOVED",
          channel_id: channelId,
          kind,
          host,
        }),
      ]);
      return { channelId };
    }),
  );
}
