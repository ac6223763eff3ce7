import { type Failure, fail } from "../failures";
import { readWholeBody } from "./whole-body";

export type BodyRead = { ok: true; text: string } | { ok: false; failure: Failure };

/** Reads the whole body of a request as text: JSON by its label, and not larger than the limit. */
export async function readJsonBody(request: Request, maximumBytes: number): Promise<BodyRead> {
  const refusal = labelFault(request.headers);
  if (refusal) return fail("UNSUPPORTED_MEDIA", refusal);
  const body = await readWholeBody(request, {
    most: maximumBytes,
    tooLarge: `A document may have up to ${(maximumBytes / 1_000_000).toLocaleString("en-US")} MB.`,
  });
  return body.ok ? { ok: true, text: decode(body.bytes) } : body;
}

function labelFault(headers: Headers): string | null {
  const type = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (!/^application\/(json|[a-z0-9.+-]+\+json)$/.test(type)) return "Send the document as application/json.";
  const encoding = headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  return encoding === "identity" ? null : "Send the document without content encoding.";
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
