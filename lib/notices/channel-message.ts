import { createHmac, randomBytes } from "node:crypto";
import { channelTitle, type ToldNotice } from "../queries/notice-words";

/** What goes to a channel: one message for everybody who was told of the same thing. */
export type ChannelNotice = ToldNotice & {
  id: string;
  at: Date;
  company: { name: string; slug: string };
  people: readonly string[];
  /** The page; null where the application does not know its own address. */
  link: string | null;
};

export type ChannelMessage = { body: string; headers: Record<string, string> };

export const SIGNATURE_HEADER = "x-revenue-os-signature";

/** A webhook's secret, shown once: with it the receiver knows that a message is from here and unchanged. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString("base64url")}`;

/**
 * JSON, signed: HMAC-SHA256 over the moment of sending and the body, so that an old message cannot be played back as new.
 * `id` is the same for every attempt, so that a receiver knows a second copy for what it is.
 */
export function webhookMessage(notice: ChannelNotice, secret: string, sentAt: Date): ChannelMessage {
  const { id, kind, reference, at, company, people, link } = notice;
  const body = JSON.stringify({
    id,
    kind,
    at: at.toISOString(),
    company,
    reference,
    text: channelTitle(notice),
    people,
    link,
  });
  return { body, headers: { [SIGNATURE_HEADER]: signatureOf(body, secret, sentAt) } };
}

export function signatureOf(body: string, secret: string, sentAt: Date): string {
  const seconds = Math.floor(sentAt.getTime() / 1000);
  const hmac = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
  return `t=${seconds},v1=${hmac}`;
}

/** A line of text with a link for Slack. What people typed must neither ping a channel nor pass for a link. */
export function slackMessage(notice: ChannelNotice): ChannelMessage {
  const { company, people, link } = notice;
  const who = people.length > 0 ? ` (${plain(people.join(", "))})` : "";
  const line = `${plain(company.name)}: ${plain(channelTitle(notice))}${who}`;
  const text = link === null ? line : `${line}\n<${link}|Open it in Revenue OS>`;
  return { body: JSON.stringify({ text, unfurl_links: false, unfurl_media: false }), headers: {} };
}

const plain = (text: string) =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
