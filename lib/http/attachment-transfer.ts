import { MOST_BYTES } from "../attachments/file-kind";
import { contentDisposition } from "../attachments/file-name";
import { type Limit, takePoint } from "../auth/throttle";
import { actorOf, type Viewer } from "../auth/viewer";
import { now } from "../clock";
import { attachFile } from "../commands/attach-file";
import { type Failure, fail } from "../failures";
import type { AttachmentFile } from "../queries/attachments";
import { readFileBody } from "./file-body";
import { problemResponse } from "./problem";

type UploadRead =
  | { ok: true; reference: string; name: string; bytes: Buffer }
  | { ok: false; failure: Failure };

const REFERENCE = /^REQ-\d{1,10}$/;
const LONGEST_NAME = 500;
/** Each may be 10 MB to read, to judge and to keep. */
const UPLOADS: Limit = { name: "attachments", points: 60, seconds: 600 };

/** One file, its name and its request in the address. */
async function readUpload(request: Request): Promise<UploadRead> {
  const { searchParams } = new URL(request.url);
  const reference = searchParams.get("reference") ?? "";
  const name = searchParams.get("name") ?? "";
  if (!REFERENCE.test(reference)) return fail("NOT_FOUND");
  if (name === "" || name.length > LONGEST_NAME)
    return fail("FILE_REFUSED", "The file has no name, or a very long one.");
  const body = await readFileBody(request, {
    most: MOST_BYTES,
    tooLarge: "The file is larger than 10 MB. Attach a smaller version, or the pages that matter.",
  });
  return body.ok ? { ok: true, reference, name, bytes: body.bytes } : body;
}

/** Attaches what was sent to a request of the person's own, and answers with its id and hash. */
export async function receiveAttachment(viewer: Viewer, request: Request): Promise<Response> {
  const point = await takePoint(UPLOADS, viewer.userId);
  if (!point.allowed)
    return problemResponse(fail("RATE_LIMITED", "Many files in a short time. Wait a few minutes.").failure, {
      headers: { "retry-after": String(point.retryAfterSeconds) },
    });
  const upload = await readUpload(request);
  if (!upload.ok) return problemResponse(upload.failure);
  const { reference, name, bytes } = upload;
  const attached = await attachFile(actorOf(viewer), { reference, name, bytes }, now());
  return attached.ok ? Response.json(attached.value, { status: 201 }) : problemResponse(attached.failure);
}

/** To be saved and not shown; and if something shows it after all, it runs nothing and reaches nothing. */
export function downloadResponse({ name, mediaType, content }: AttachmentFile): Response {
  return new Response(new Uint8Array(content), {
    headers: {
      "content-type": mediaType,
      "content-length": String(content.length),
      "content-disposition": contentDisposition(name),
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "private, no-store",
    },
  });
}
