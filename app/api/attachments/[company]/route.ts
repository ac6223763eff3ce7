import { isSentFromHere } from "@/lib/auth/own-origin";
import { viewerForAction } from "@/lib/auth/viewer";
import { fail } from "@/lib/failures";
import { receiveAttachment } from "@/lib/http/attachment-transfer";
import { problemResponse } from "@/lib/http/problem";

/** Attaches one file to a request of one's own. Here and not in an action, because a file is larger than those take. */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ company: string }> },
): Promise<Response> {
  // The session's cookie comes with whatever a browser sends, so where it was sent from is asked as well.
  if (!isSentFromHere(request.headers, new URL(request.url)))
    return problemResponse(fail("FORBIDDEN", "A file is sent from a page of this application.").failure);
  const viewer = await viewerForAction((await params).company);
  return viewer.ok ? receiveAttachment(viewer.value, request) : problemResponse(viewer.failure);
}
