import { viewerForAction } from "@/lib/auth/viewer";
import { fail } from "@/lib/failures";
import { problemResponse } from "@/lib/http/problem";
import { kindOf } from "@/lib/imports/kinds";
import { csvTemplate, xlsxTemplate } from "@/lib/imports/templates";

const FILE = /^([a-z-]{1,40})\.(csv|xlsx)$/;

/** "opex.csv", "opex.xlsx": the columns of a kind with two example rows. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ company: string; file: string }> },
): Promise<Response> {
  const { company, file } = await params;
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return problemResponse(viewer.failure);
  const [, id = "", format] = FILE.exec(file) ?? [];
  const kind = kindOf(id);
  if (kind === undefined) return problemResponse(fail("NOT_FOUND", "There is no such template.").failure);
  const { fileName, media, bytes } = format === "xlsx" ? await xlsxTemplate(kind) : csvTemplate(kind);
  return new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": media,
      "content-length": String(bytes.length),
      "content-disposition": `attachment; filename="${fileName}"`,
      "cache-control": "no-store",
    },
  });
}
