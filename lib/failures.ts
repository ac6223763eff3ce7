/**
 * The one table of expected failures: a code, the HTTP status it maps to, and the words a person reads when
 * nothing more exact is known. Policy saying no is not here: that is a decision, returned with its reasons.
 */
export const FAILURES = {
  INVALID_INPUT: { status: 422, words: "Some fields need another value." },
  NOT_SIGNED_IN: { status: 401, words: "Please sign in." },
  SIGN_IN_FAILED: { status: 401, words: "The e-mail address or the password is not right." },
  FORBIDDEN: { status: 403, words: "Your role does not allow this." },
  SECOND_FACTOR: { status: 403, words: "This needs a second factor. Set it up on your account page." },
  NOT_FOUND: { status: 404, words: "There is no such record in this company." },
  STALE: { status: 409, words: "The numbers have changed since; what was possible no longer is." },
  CONFLICT: { status: 409, words: "Somebody else was faster. Reload to see what holds now." },
  ALREADY_DECIDED: { status: 409, words: "This request has already been decided." },
  CERTIFIED: {
    status: 409,
    words: "This close is certified as final. The CFO may reopen it with a reason.",
  },
  NOT_A_RUN: { status: 400, words: "The document is not a decision run." },
  NOT_A_BATCH: { status: 400, words: "The body is not a batch of rows." },
  INCOMPLETE_BODY: { status: 400, words: "The body arrived cut. Nothing was done with it; send it again." },
  METHOD_NOT_ALLOWED: { status: 405, words: "This address takes another method." },
  UNSUPPORTED_MEDIA: { status: 415, words: "The body is not of the type that this address takes." },
  KEY_REUSED: { status: 422, words: "This Idempotency-Key was used for another document." },
  FILE_REFUSED: { status: 422, words: "The file cannot be read." },
  TOO_LARGE: { status: 413, words: "The document is too large." },
  RATE_LIMITED: { status: 429, words: "Too many attempts. Please wait a moment." },
  POLICY_UNTRUSTED: {
    status: 503,
    words: "The policy in force does not match its hash, so nothing is decided.",
  },
  FILE_UNTRUSTED: {
    status: 503,
    words: "The file does not match the hash under which it was released, so it is not handed out.",
  },
  TENANT_NOT_FOUND: { status: 404, words: "There is no such company." },
  INSUFFICIENT_DATA: { status: 422, words: "There is not enough data for a cycle." },
  CYCLE_TOO_RECENT: { status: 429, words: "The last cycle is less than 12 hours ago." },
  MAIL_NOT_SENT: { status: 502, words: "The mail server did not take every letter." },
  INTERNAL_ERROR: { status: 500, words: "Something went wrong on our side. Nothing was changed." },
  NO_CLOSED_CYCLE: { status: 409, words: "There is no closed cycle yet, so no gate can open." },
} as const;

export type FailureCode = keyof typeof FAILURES;

export type Failure = {
  code: FailureCode;
  message: string;
  /** Field path to what is wrong with it and what would be right. */
  fields?: Record<string, string>;
};

export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure };

export const succeed = <T>(value: T): Result<T> => ({ ok: true, value });

export function fail(
  code: FailureCode,
  message?: string,
  fields?: Record<string, string>,
): { ok: false; failure: Failure } {
  return {
    ok: false,
    failure: { code, message: message ?? FAILURES[code].words, ...(fields && { fields }) },
  };
}

/** Raised inside a transaction to roll it back with an expected failure; `settle` turns it into a result. */
export class ExpectedFailure extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

export function abort(code: FailureCode, message?: string, fields?: Record<string, string>): never {
  throw new ExpectedFailure(fail(code, message, fields).failure);
}

export async function settle<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return succeed(await work());
  } catch (error) {
    if (error instanceof ExpectedFailure) return { ok: false, failure: error.failure };
    throw error;
  }
}
