import { postRevenueEvents } from "@/lib/http/ingestion";
import { methodNotAllowed } from "@/lib/http/problem";

export const POST = postRevenueEvents;

const notAllowed = methodNotAllowed("POST");

export { notAllowed as DELETE, notAllowed as GET, notAllowed as PATCH, notAllowed as PUT };
