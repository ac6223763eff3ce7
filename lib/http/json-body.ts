import { type Failure, fail } from "../failures";

export type BodyRead = { ok: true; text: string } | { ok: false; failure: Failure };

/**
 * Reads the body of a request as text: JSON by its label, not larger than the limit, and as long as it was
 * announced to be. A body that something on the way cut short is refused rather than judged in part.
 */
export async function readJsonBody(request: Request, maximumBytes: number): Promise<BodyRead> {
  const refusal = labelFault(request.headers);
  if (refusal) return fail("UNSUPPORTED_MEDIA", refusal);
  const announced = request.headers.get("content-length");
  if (announced !== null && Number(announced) > maximumBytes) return tooLarge(maximumBytes);
  const bytes = await readUpTo(request, maximumBytes);
  if (bytes === null) return tooLarge(maximumBytes);
  if (announced !== null && Number(announced) !== bytes.length) {
    return fail("INCOMPLETE_BODY", `${announced} bytes were announced and ${bytes.length} arrived.`);
  }
  return { ok: true, text: decode(bytes) };
}

function labelFault(headers: Headers): string | null {
  const type = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (!/^application\/(json|[a-z0-9.+-]+\+json)$/.test(type)) return "Send the document as application/json.";
  const encoding = headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  return encoding === "identity" ? null : "Send the document without content encoding.";
}

const tooLarge = (maximumBytes: number) =>
  fail("TOO_LARGE", `A document may have up to ${(maximumBytes / 1_000_000).toLocaleString("en-US")} MB.`);

async function readUpTo(request: Request, maximumBytes: number): Promise<Buffer | null> {
  if (request.body === null) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    size += value.length;
    if (size > maximumBytes) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
}

/** Bytes that are not UTF-8 are not JSON; the mark in their place keeps them from being read as JSON. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return "\ufffd";
    throw error;
  }
}
