import { type Limit, takePoint } from "../auth/throttle";
import type { Viewer } from "../auth/viewer";
import { fail } from "../failures";
import { findAnything } from "../queries/find-anything";
import { problemResponse } from "./problem";

/** Each looks in nine places. The palette asks when somebody pauses in typing: nobody pauses four times a second. */
const SEARCHES: Limit = { name: "find", points: 240, seconds: 60 };

/** What the command palette is told of a search. */
export async function answerSearch(viewer: Viewer, text: string): Promise<Response> {
  const point = await takePoint(SEARCHES, viewer.userId);
  if (!point.allowed)
    return problemResponse(fail("RATE_LIMITED", "Many searches in a short time. Wait a moment.").failure, {
      headers: { "retry-after": String(point.retryAfterSeconds) },
    });
  return Response.json(
    { groups: await findAnything(viewer, text) },
    { headers: { "cache-control": "no-store" } },
  );
}
