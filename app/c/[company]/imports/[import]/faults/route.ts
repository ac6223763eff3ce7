import { viewerForAction } from "@/lib/auth/viewer";
import { fail } from "@/lib/failures";
import { problemResponse } from "@/lib/http/problem";
import { streamOf } from "@/lib/queries/decision-log-export";
import { exportFaults } from "@/lib/queries/import-rows";
import { importProgress } from "@/lib/queries/imports";

/** The rows that are not written, with what is wrong with each, for whoever corrects the file. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ company: string; import: string }> },
): Promise<Response> {
  const { company, import: importId } = await params;
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return problemResponse(viewer.failure);
  if ((await importProgress(viewer.value, importId)) === null)
    return problemResponse(fail("NOT_FOUND").failure);
  return new Response(streamOf(exportFaults(viewer.value, importId)), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="faults-${importId.slice(0, 8)}.csv"`,
      "cache-control": "no-store",
    },
  });
}
