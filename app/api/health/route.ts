import { healthResponse } from "@/lib/http/health";

// Asked of the running server each time; never prepared at build time.
export const dynamic = "force-dynamic";
export const GET = healthResponse;
