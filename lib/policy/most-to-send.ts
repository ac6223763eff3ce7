/** Below what a server action takes (next.config.js), so that whoever sends more is told so in words and not cut off. */
const MOST_BYTES = 3_000_000;

/** Why so many bytes of a policy are not sent; null when they may be. */
export function tooMuchToSend(bytes: number): string | null {
  if (bytes <= MOST_BYTES) return null;
  const megabytes = (bytes / 1e6).toLocaleString("en-US", { maximumFractionDigits: 1 });
  return `This is ${megabytes} MB; up to ${MOST_BYTES / 1e6} MB can be sent, and a policy takes far less.`;
}
