import { postTriggers } from "@/lib/http/functions/triggers";
import { methodNotAllowed } from "@/lib/http/problem";

export const POST = postTriggers;

const notAllowed = methodNotAllowed("POST");

export { notAllowed as DELETE, notAllowed as GET, notAllowed as PATCH, notAllowed as PUT };
