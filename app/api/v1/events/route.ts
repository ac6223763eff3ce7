import { postRawEvents } from "@/lib/http/ingestion";
import { methodNotAllowed } from "@/lib/http/problem";

export const POST = postRawEvents;

const notAllowed = methodNotAllowed("POST");

export { notAllowed as DELETE, notAllowed as GET, notAllowed as PATCH, notAllowed as PUT };
