import { FAILURES, type Failure, type FailureCode, fail } from "../failures";

/** A fault in what was sent: where, and what was expected there. */
export type ProblemFault = { path: string; message: string };

/** RFC 9457. `type` names the failure for programs, `title` for people; `detail` is about this one time. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: readonly ProblemFault[];
};

// A document may be wrong in ten thousand places; the first hundred say how.
const MOST_FAULTS = 100;

/** The one place where an expected failure becomes what a program reads. */
export function problemOf(failure: Failure, faults?: readonly ProblemFault[]): Problem {
  const { status, words } = FAILURES[failure.code];
  const fields = Object.entries(failure.fields ?? {}).map(([path, message]) => ({ path, message }));
  const errors = [...(faults ?? []), ...fields].slice(0, MOST_FAULTS);
  return {
    type: problemType(failure.code),
    title: words,
    status,
    detail: failure.message,
    ...(errors.length > 0 && { errors }),
  };
}

export function problemType(code: FailureCode): string {
  return `urn:revenue-os:problem:${code.toLowerCase().replaceAll("_", "-")}`;
}

export function problemResponse(
  failure: Failure,
  { faults, headers }: { faults?: readonly ProblemFault[]; headers?: Record<string, string> } = {},
): Response {
  const problem = problemOf(failure, faults);
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...(problem.status === 401 && { "www-authenticate": 'Bearer realm="Revenue OS"' }),
      ...headers,
    },
  });
}

/** For the methods that an address does not take. */
export function methodNotAllowed(allow: string): () => Response {
  return () =>
    problemResponse(fail("METHOD_NOT_ALLOWED", `This address takes ${allow}.`).failure, {
      headers: { allow },
    });
}
