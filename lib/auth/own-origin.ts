/**
 * Whether a browser sent this from a page of this application. It always names the origin of what a script or a form
 * sends, so a request that names none, or another one, was not.
 */
export function isSentFromHere(headers: Headers, address: { host: string }): boolean {
  const origin = headers.get("origin");
  if (origin === null || !URL.canParse(origin)) return false;
  const ownHost = headers.get("x-forwarded-host") ?? headers.get("host") ?? address.host;
  return new URL(origin).host === ownHost;
}
