import { after } from "next/server";
import { isSentFromHere } from "@/lib/auth/own-origin";
import { viewerForAction } from "@/lib/auth/viewer";
import { fail } from "@/lib/failures";
import { importTurn, receiveImport } from "@/lib/http/import-transfer";
import { problemResponse } from "@/lib/http/problem";

/** Takes a file of figures. Here and not in an action, because a file is larger than those take. */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ company: string }> },
): Promise<Response> {
  // The session's cookie comes with whatever a browser sends, so where it was sent from is asked as well.
  if (!isSentFromHere(request.headers, new URL(request.url)))
    return problemResponse(fail("FORBIDDEN", "A file is sent from a page of this application.").failure);
  const viewer = await viewerForAction((await params).company);
  if (!viewer.ok) return problemResponse(viewer.failure);
  const { response, rest } = await receiveImport(viewer.value, request);
  after(rest);
  return response;
}

/** Asked by whoever sent a file and has no answer yet. It stands here because the process that has the file knows. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ company: string }> },
): Promise<Response> {
  const viewer = await viewerForAction((await params).company);
  return viewer.ok ? importTurn(viewer.value, request) : problemResponse(viewer.failure);
}
