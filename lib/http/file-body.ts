import { type Failure, fail } from "../failures";

export type FileBody = { ok: true; bytes: Buffer } | { ok: false; failure: Failure };

/**
 * One file as the body of a request. Sent in any type but a form's, so that no page elsewhere can make a browser send it
 * without asking first; as long as it was announced to be; and never read further than it may be long.
 */
export async function readFileBody(
  request: Request,
  { most, tooLarge }: { most: number; tooLarge: string },
): Promise<FileBody> {
  if (request.headers.get("content-type") !== "application/octet-stream")
    return fail("UNSUPPORTED_MEDIA", "Send the file as application/octet-stream.");
  const announced = request.headers.get("content-length");
  if (announced !== null && Number(announced) > most) return fail("TOO_LARGE", tooLarge);
  const bytes = await readUpTo(request, most);
  if (bytes === null) return fail("TOO_LARGE", tooLarge);
  if (announced !== null && Number(announced) !== bytes.length)
    return fail("INCOMPLETE_BODY", "The file arrived cut. Send it again.");
  return { ok: true, bytes };
}

async function readUpTo(request: Request, most: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > most) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}
