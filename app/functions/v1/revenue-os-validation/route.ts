import { postValidation } from "@/lib/http/functions/validation";
import { methodNotAllowed } from "@/lib/http/problem";

export const POST = postValidation;

const notAllowed = methodNotAllowed("POST");

export { notAllowed as DELETE, notAllowed as GET, notAllowed as PATCH, notAllowed as PUT };
