import { fail } from "../failures";
import { readWholeBody, type WholeBody } from "./whole-body";

/**
 * One file as the body of a request. Sent in any type but a form's, so that no page elsewhere can make a browser send it
 * without asking first.
 */
export async function readFileBody(
  request: Request,
  bounds: { most: number; tooLarge: string },
): Promise<WholeBody> {
  if (request.headers.get("content-type") !== "application/octet-stream")
    return fail("UNSUPPORTED_MEDIA", "Send the file as application/octet-stream.");
  return readWholeBody(request, bounds);
}
