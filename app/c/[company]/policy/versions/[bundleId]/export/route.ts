import { viewerForAction } from "@/lib/auth/viewer";
import { problemResponse } from "@/lib/http/problem";
import { loadPolicyExport } from "@/lib/queries/policy-export";

/** The whole set of a version as one file, for everybody in the company: reading the policy is nobody's privilege. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ company: string; bundleId: string }> },
): Promise<Response> {
  const { company, bundleId } = await params;
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return problemResponse(viewer.failure);
  const file = await loadPolicyExport(viewer.value, bundleId);
  if (!file.ok) return problemResponse(file.failure);
  return new Response(file.value.archive, {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="policy-${viewer.value.companySlug}-${file.value.name}.json"`,
      "cache-control": "no-store",
    },
  });
}
