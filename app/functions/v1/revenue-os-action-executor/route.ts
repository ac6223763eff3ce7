import { postActionExecutor } from "@/lib/http/functions/action-executor";
import { methodNotAllowed } from "@/lib/http/problem";

export const POST = postActionExecutor;

const notAllowed = methodNotAllowed("POST");

export { notAllowed as DELETE, notAllowed as GET, notAllowed as PATCH, notAllowed as PUT };
