import { postKernel } from "@/lib/http/functions/kernel";
import { methodNotAllowed } from "@/lib/http/problem";

export const POST = postKernel;

const notAllowed = methodNotAllowed("POST");

export { notAllowed as DELETE, notAllowed as GET, notAllowed as PATCH, notAllowed as PUT };
