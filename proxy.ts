import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy } from "@/lib/auth/content-security";
import { isSentFromHere } from "@/lib/auth/own-origin";
import { RETURN_PATH_HEADER } from "@/lib/auth/return-path";
import { readSessionToken } from "@/lib/auth/session-token";

const DEVELOPMENT = process.env.NODE_ENV === "development";
const OPEN_PAGES = new Set(["/sign-in"]);

/**
 * The first gate, for pages only. It turns away what carries no readable session cookie, so that no page is
 * drawn for it; whether the session still holds is asked of the database by each page, query and action.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { pathname, search } = request.nextUrl;
  if (
    request.method !== "GET" &&
    request.method !== "HEAD" &&
    !isSentFromHere(request.headers, request.nextUrl)
  ) {
    // Next runs an action that names no origin, and answers 500 to a foreign one: both are refused here, in words.
    return new NextResponse("A form is sent from a page of this application.", { status: 403 });
  }
  if (!OPEN_PAGES.has(pathname) && (await readSessionToken(request.cookies.getAll())) === null) {
    const signIn = new URL("/sign-in", request.nextUrl);
    if (pathname !== "/") signIn.searchParams.set("callbackUrl", `${pathname}${search}`);
    return NextResponse.redirect(signIn, request.method === "GET" ? 307 : 303);
  }
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentSecurityPolicy(nonce, DEVELOPMENT);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  headers.set(RETURN_PATH_HEADER, `${pathname}${search}`);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

// Programs (/api, /functions) authenticate by themselves; their bodies must not pass through here, because a proxied
// body is cut at a size limit without an error.
export const config = {
  matcher: ["/((?!api/|functions/|_next/|icon\\.svg$|favicon\\.ico$|robots\\.txt$).*)"],
};
