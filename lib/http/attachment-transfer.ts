import { MOST_BYTES } from "../attachments/file-kind";
import { contentDisposition } from "../attachments/file-name";
import { actorOf, type Viewer } from "../auth/viewer";
import { now } from "../clock";
import { attachFile } from "../commands/attach-file";
import { type Failure, fail } from "../failures";
import type { AttachmentFile } from "../queries/attachments";
import { problemResponse } from "./problem";

type UploadRead =
  | { ok: true; reference: string; name: string; bytes: Buffer }
  | { ok: false; failure: Failure };

const REFERENCE = /^REQ-\d{1,10}$/;
const LONGEST_NAME = 500;

/**
 * One file as the body of a request, its name and its request in the address. Sent in any type but a form's, so that no
 * page elsewhere can make a browser send it without asking first; as long as it was announced to be.
 */
async function readUpload(request: Request): Promise<UploadRead> {
  const { searchParams } = new URL(request.url);
  const reference = searchParams.get("reference") ?? "";
  const name = searchParams.get("name") ?? "";
  if (!REFERENCE.test(reference)) return fail("NOT_FOUND");
  if (name === "" || name.length > LONGEST_NAME)
    return fail("FILE_REFUSED", "The file has no name, or a very long one.");
  if (request.headers.get("content-type") !== "application/octet-stream")
    return fail("UNSUPPORTED_MEDIA", "Send the file as application/octet-stream.");
  const announced = request.headers.get("content-length");
  if (announced !== null && Number(announced) > MOST_BYTES) return tooLarge();
  const bytes = await readUpTo(request);
  if (bytes === null) return tooLarge();
  if (announced !== null && Number(announced) !== bytes.length)
    return fail("INCOMPLETE_BODY", "The file arrived cut. Send it again.");
  return { ok: true, reference, name, bytes };
}

/** Attaches what was sent to a request of the person's own, and answers with its id and hash. */
export async function receiveAttachment(viewer: Viewer, request: Request): Promise<Response> {
  const upload = await readUpload(request);
  if (!upload.ok) return problemResponse(upload.failure);
  const { reference, name, bytes } = upload;
  const attached = await attachFile(actorOf(viewer), { reference, name, bytes }, now());
  return attached.ok ? Response.json(attached.value, { status: 201 }) : problemResponse(attached.failure);
}

const tooLarge = () =>
  fail("TOO_LARGE", "The file is larger than 10 MB. Attach a smaller version, or the pages that matter.");

async function readUpTo(request: Request): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MOST_BYTES) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
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
