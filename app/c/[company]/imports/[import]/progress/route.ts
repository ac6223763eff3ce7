import { viewerForAction } from "@/lib/auth/viewer";
import { fail } from "@/lib/failures";
import { problemResponse } from "@/lib/http/problem";
import { importProgress } from "@/lib/queries/imports";

/** How far a file is. Asked again and again by a page that waits, beside whatever action is under way. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ company: string; import: string }> },
): Promise<Response> {
  const { company, import: importId } = await params;
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return problemResponse(viewer.failure);
  const progress = await importProgress(viewer.value, importId);
  if (progress === null) return problemResponse(fail("NOT_FOUND").failure);
  return Response.json(progress, { headers: { "cache-control": "no-store" } });
}
