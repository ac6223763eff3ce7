import { viewerForAction } from "@/lib/auth/viewer";
import { fail } from "@/lib/failures";
import { downloadResponse } from "@/lib/http/attachment-transfer";
import { problemResponse } from "@/lib/http/problem";
import { readAttachment } from "@/lib/queries/attachments";

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A file of a request, for people of its company. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ company: string; attachmentId: string }> },
): Promise<Response> {
  const { company, attachmentId } = await params;
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return problemResponse(viewer.failure);
  if (!ID.test(attachmentId)) return problemResponse(fail("NOT_FOUND").failure);
  const file = await readAttachment(viewer.value, attachmentId);
  return file.ok ? downloadResponse(file.value) : problemResponse(file.failure);
}
