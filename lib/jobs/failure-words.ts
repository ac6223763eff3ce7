import { randomBytes } from "node:crypto";
import { ExpectedFailure } from "../failures";
import { JobFailure } from "./job";

const TIMED_OUT = new Set(["P2028", "57014"]);
const UNREACHABLE = new Set(["P1001", "P1017", "ECONNREFUSED", "ECONNRESET", "57P01", "57P03", "08006"]);

/**
 * Why a run failed, for the operator, who must learn nothing of a company from it: an expected failure in its own words,
 * anything else as a reference under which the worker's output has the whole of it.
 */
export function failureInWords(error: unknown, report: (line: string) => void): string {
  if (error instanceof JobFailure || error instanceof ExpectedFailure) return error.message;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reference = randomBytes(4).toString("hex");
  report(`Fault ${reference}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  const kind = TIMED_OUT.has(code)
    ? "It took longer than the database waits."
    : UNREACHABLE.has(code)
      ? "The database did not answer."
      : "Something went wrong on our side.";
  return `${kind} The worker's output tells more under fault ${reference}.`;
}
