/** The last hop is the one that our own proxy or server saw; what stands before it is only claimed. */
export function clientAddress(forwardedFor: string | undefined): string {
  return forwardedFor?.split(",").at(-1)?.trim() || "unknown";
}
