import { postImportRows } from "@/lib/http/imports";
import { methodNotAllowed } from "@/lib/http/problem";

export async function POST(
  request: Request,
  { params }: { params: Promise<{ kind: string }> },
): Promise<Response> {
  return postImportRows(request, (await params).kind);
}

const notAllowed = methodNotAllowed("POST");

export { notAllowed as DELETE, notAllowed as GET, notAllowed as PATCH, notAllowed as PUT };
