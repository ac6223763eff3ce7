import { openSecret, sealSecret } from "../auth/second-factor/sealed-secret";

type Channel = { tenantId: string; id: string };

/** Bound to the one channel of the one company and to what it is, so that a value moved elsewhere opens nothing. */
const ownerOf = ({ tenantId, id }: Channel, what: "address" | "secret") =>
  `notice-channel:${tenantId}:${id}:${what}`;

/** Address and secret are encrypted as secrets of one-time codes are: a copy of the database alone tells neither. */
export const sealPart = (channel: Channel, what: "address" | "secret", value: string): string =>
  sealSecret(value, ownerOf(channel, what));

export const openPart = (
  channel: Channel,
  what: "address" | "secret",
  sealed: string | null,
): string | null => (sealed === null ? null : openSecret(sealed, ownerOf(channel, what)));
