import { postDecisionRun } from "@/lib/http/decision-runs";
import { methodNotAllowed } from "@/lib/http/problem";

export const POST = postDecisionRun;

const notAllowed = methodNotAllowed("POST");

export { notAllowed as DELETE, notAllowed as GET, notAllowed as PATCH, notAllowed as PUT };
