import { viewerForAction } from "@/lib/auth/viewer";
import { problemResponse } from "@/lib/http/problem";
import { findAnything } from "@/lib/queries/find-anything";

/** What the command palette asks while somebody types. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ company: string }> },
): Promise<Response> {
  const viewer = await viewerForAction((await params).company);
  if (!viewer.ok) return problemResponse(viewer.failure);
  const asked = new URL(request.url).searchParams.get("q") ?? "";
  return Response.json(
    { groups: await findAnything(viewer.value, asked) },
    { headers: { "cache-control": "no-store" } },
  );
}
