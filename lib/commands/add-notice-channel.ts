import { randomUUID } from "node:crypto";
import * as z from "zod";
import { type Actor, governedWrite } from "../db/governed-write";
import { demoAccountsAllowed } from "../env";
import { abort, type Result, settle } from "../failures";
import { newWebhookSecret } from "../notices/channel-message";
import { readAddress, UnsafeAddress } from "../notices/safe-address";
import { sealPart } from "../notices/sealed-channel";
import { accessChange } from "./access-change";
import { actingMember } from "./acting-member";

const MOST_CHANNELS = 10;
const SLACK_HOST = "hooks.slack.com";

export const noticeChannelInput = z.strictObject({
  kind: z.enum(["webhook", "slack"]),
  name: z
    .string()
    .trim()
    .min(3, "Name it in at least 3 characters.")
    .max(80, "Keep the name under 80 characters."),
  address: z.string().trim().min(1, "Enter the address.").max(2000, "That is too long for an address."),
});

export type AddedChannel = {
  channelId: string;
  name: string;
  /** Of a webhook, shown now and never again; null for Slack. */
  secret: string | null;
};

/**
 * Adds a way by which the company's notices leave the application. It gives data away, so it is logged as a change of
 * access; the address is not, because it may hold a secret.
 */
export function addNoticeChannel(
  actor: Actor,
  { kind, name, address }: z.infer<typeof noticeChannelInput>,
  at: Date,
  localAllowed: boolean = demoAccountsAllowed(),
): Promise<Result<AddedChannel>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      const { tenantId } = actor;
      const { userId } = await actingMember(tx, actor, "notice.configure");
      const { host } = safe(kind, address, localAllowed);
      if ((await tx.noticeChannel.count({ where: { tenantId, removedAt: null } })) >= MOST_CHANNELS)
        return abort("CONFLICT", `A company has at most ${MOST_CHANNELS} channels. Remove one first.`);
      const id = randomUUID();
      const secret = kind === "webhook" ? newWebhookSecret() : null;
      await tx.noticeChannel.create({
        data: {
          tenantId,
          id,
          kind,
          name,
          host,
          sealedAddress: sealPart({ tenantId, id }, "address", address),
          sealedSecret: secret && sealPart({ tenantId, id }, "secret", secret),
          createdBy: userId,
          createdAt: at,
        },
      });
      await append([
        await accessChange(tx, tenantId, at, `Notices go to "${name}" (${kind}, ${host})`, {
          step: "NOTICE_CHANNEL_ADDED",
          channel_id: id,
          kind,
          host,
        }),
      ]);
      return { channelId: id, name, secret };
    }),
  );
}

/** Judged again at each sending, with what its name stands for at that moment. */
function safe(kind: "webhook" | "slack", address: string, localAllowed: boolean): { host: string } {
  try {
    const url = readAddress(address, localAllowed);
    const isSlack = url.hostname === SLACK_HOST;
    if (kind === "slack" && !isSlack && url.protocol === "https:")
      throw new UnsafeAddress(`An incoming webhook of Slack begins with https://${SLACK_HOST}/`);
    return { host: url.host };
  } catch (error) {
    if (error instanceof UnsafeAddress) return abort("INVALID_INPUT", undefined, { address: error.message });
    throw error;
  }
}
