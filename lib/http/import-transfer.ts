import { can, rolesThatCan } from "../auth/permissions";
import { actorOf, type Viewer } from "../auth/viewer";
import { now } from "../clock";
import { stageImport } from "../commands/stage-import";
import { fail, type Result } from "../failures";
import { waitsForTurn } from "../imports/in-turn";
import { LIMITS } from "../imports/limits";
import { readFileBody } from "./file-body";
import { problemResponse } from "./problem";

const LONGEST_NAME = 500;
const LONGEST_SHEET = 100;

/** The answer, and what goes on behind it. */
export type Receipt = { response: Response; rest: Promise<unknown> };

/**
 * One file of figures as the body of a request, its kind, name and sheet in the address. Answers as soon as the file is
 * known to be one, with the import's id: two hundred thousand rows are read while somebody watches how far they are. A
 * file that is refused is answered with what is wrong and what to do.
 */
export async function receiveImport(viewer: Viewer, request: Request): Promise<Receipt> {
  // Before fifty megabytes are read; whoever brings figures is asked again when they are staged.
  if (!can(viewer.role, "figures.import"))
    return refused(fail("FORBIDDEN", `Only ${rolesThatCan("figures.import")} bring figures in.`));
  const { searchParams } = new URL(request.url);
  const kind = searchParams.get("kind") ?? "";
  const fileName = searchParams.get("name") ?? "";
  const sheet = searchParams.get("sheet") ?? undefined;
  const ticket = ticketOf(viewer, searchParams);
  if (fileName === "" || fileName.length > LONGEST_NAME || (sheet?.length ?? 0) > LONGEST_SHEET)
    return refused(fail("FILE_REFUSED", "The file has no name, or a very long one."));
  const body = await readFileBody(request, {
    most: LIMITS.fileBytes.most,
    tooLarge: `The file holds more than ${LIMITS.fileBytes.holds}. ${LIMITS.fileBytes.remedy}`,
  });
  if (!body.ok) return refused(body);
  let begin: (importId: string) => void = () => undefined;
  const begun = new Promise<string>((resolve) => {
    begin = resolve;
  });
  const rest = stageImport(
    actorOf(viewer),
    { kind, fileName, bytes: body.bytes, sheet, ticket },
    now(),
    begin,
  );
  const first = await Promise.race([begun, rest]);
  if (typeof first === "string") return { response: accepted(first), rest };
  return first.ok ? { response: accepted(first.value.importId), rest } : refused(first);
}

/** Whether the file that was sent with this ticket waits until another, of whichever company, has been read. */
export const importTurn = (viewer: Viewer, request: Request): Response => {
  const ticket = ticketOf(viewer, new URL(request.url).searchParams);
  const waits = ticket !== undefined && waitsForTurn(ticket);
  return Response.json({ waits }, { headers: { "cache-control": "no-store" } });
};

/** A browser chooses its ticket; whoever sends it makes it theirs alone. */
function ticketOf({ userId }: Viewer, parameters: URLSearchParams): string | undefined {
  const chosen = parameters.get("ticket") ?? "";
  return /^[\da-f]{32}$/.test(chosen) ? `${userId} ${chosen}` : undefined;
}

const accepted = (importId: string) => Response.json({ importId }, { status: 202 });

const refused = (result: Extract<Result<never>, { ok: false }>): Receipt => ({
  response: problemResponse(result.failure),
  rest: Promise.resolve(),
});
