/** Set by the proxy on each page's request, over whatever was sent: the page that is being asked for. */
export const RETURN_PATH_HEADER = "x-return-path";

const NOWHERE = "https://nowhere.invalid";

/**
 * Where to go after signing in: a path of this application and nothing else. A whole address, `//host`,
 * a backslash or a control character would lead the visitor elsewhere, so they lead to the start page.
 */
export function safeReturnPath(given: string | string[] | null | undefined): string {
  if (typeof given !== "string" || !given.startsWith("/")) return "/";
  if ([...given].some((letter) => letter === "\\" || letter <= " " || letter === "\u007f")) return "/";
  if (!URL.canParse(given, NOWHERE)) return "/";
  const address = new URL(given, NOWHERE);
  if (address.origin !== NOWHERE || address.pathname.startsWith("//")) return "/";
  if (address.pathname === "/sign-in" || address.pathname.startsWith("/api/")) return "/";
  return `${address.pathname}${address.search}${address.hash}`;
}
