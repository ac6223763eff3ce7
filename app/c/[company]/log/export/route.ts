import { can } from "@/lib/auth/permissions";
import { viewerForAction } from "@/lib/auth/viewer";
import { fail } from "@/lib/failures";
import { problemResponse } from "@/lib/http/problem";
import { type ExportFormat, exportLog, streamOf } from "@/lib/queries/decision-log-export";
import { parseLogView } from "@/lib/queries/decision-log-filter";

const TYPES: Record<ExportFormat, string> = {
  csv: "text/csv; charset=utf-8",
  jsonl: "application/jsonl; charset=utf-8",
};

/** What the log's screen shows under the same address, all of it, as a file. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ company: string }> },
): Promise<Response> {
  const viewer = await viewerForAction((await params).company);
  if (!viewer.ok) return problemResponse(viewer.failure);
  if (!can(viewer.value.role, "log.export")) return problemResponse(fail("FORBIDDEN").failure);
  const { searchParams } = new URL(request.url);
  const format = searchParams.get("format") === "jsonl" ? "jsonl" : "csv";
  const body = streamOf(exportLog(viewer.value, parseLogView(searchParams), format));
  return new Response(body, {
    headers: {
      "content-type": TYPES[format],
      "content-disposition": `attachment; filename="decision-log-${viewer.value.companySlug}.${format}"`,
      "cache-control": "no-store",
    },
  });
}
