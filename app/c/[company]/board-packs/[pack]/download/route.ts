import * as z from "zod";
import { can } from "@/lib/auth/permissions";
import { viewerForAction } from "@/lib/auth/viewer";
import { fail } from "@/lib/failures";
import { problemResponse } from "@/lib/http/problem";
import { loadPackFile } from "@/lib/queries/board-pack-file";

/** The PDF: of a released pack the very bytes that were released, checked against their hash first. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ company: string; pack: string }> },
): Promise<Response> {
  const { company, pack: id } = await params;
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return problemResponse(viewer.failure);
  if (!can(viewer.value.role, "board-pack.read")) return problemResponse(fail("FORBIDDEN").failure);
  if (!z.guid().safeParse(id).success) return problemResponse(fail("NOT_FOUND").failure);
  const file = await loadPackFile(viewer.value, viewer.value.companySlug, id);
  if (!file.ok) return problemResponse(file.failure);
  const { name, pdf, sha256 } = file.value;
  return new Response(pdf, {
    headers: {
      "content-type": "application/pdf",
      "content-length": String(pdf.byteLength),
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
      etag: `"${sha256}"`,
    },
  });
}
