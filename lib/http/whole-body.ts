import { type Failure, fail } from "../failures";

export type WholeBody = { ok: true; bytes: Buffer } | { ok: false; failure: Failure };

/**
 * The body of a request: never read further than it may be long, and as long as it was announced to be. One that
 * something on the way cut short is refused rather than judged in part.
 */
export async function readWholeBody(
  request: Request,
  { most, tooLarge }: { most: number; tooLarge: string },
): Promise<WholeBody> {
  const announced = request.headers.get("content-length");
  if (announced !== null && Number(announced) > most) return fail("TOO_LARGE", tooLarge);
  const bytes = await readUpTo(request, most);
  if (bytes === null) return fail("TOO_LARGE", tooLarge);
  if (announced !== null && Number(announced) !== bytes.length)
    return fail(
      "INCOMPLETE_BODY",
      `It arrived cut: ${announced} bytes were announced and ${bytes.length} came. Send it again.`,
    );
  return { ok: true, bytes };
}

async function readUpTo(request: Request, most: number): Promise<Buffer | null> {
  if (request.body === null) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    size += value.length;
    if (size > most) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
}
