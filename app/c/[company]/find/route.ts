import { viewerForAction } from "@/lib/auth/viewer";
import { answerSearch } from "@/lib/http/find-answer";
import { problemResponse } from "@/lib/http/problem";

/** What the command palette asks while somebody types. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ company: string }> },
): Promise<Response> {
  const viewer = await viewerForAction((await params).company);
  if (!viewer.ok) return problemResponse(viewer.failure);
  return answerSearch(viewer.value, new URL(request.url).searchParams.get("q") ?? "");
}
