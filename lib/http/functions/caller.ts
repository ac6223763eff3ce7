import { type Account, loadAccount } from "../../auth/account";
import { API_KEY_LIMIT, type ApiClient, authenticateApiKey } from "../../auth/api-key";
import type { ApiScope } from "../../auth/api-key-format";
import { isSentFromHere } from "../../auth/own-origin";
import { can, type Permission, rolesThatCan } from "../../auth/permissions";
import { readSessionToken } from "../../auth/session-token";
import { takePoint } from "../../auth/throttle";
import type { Actor } from "../../db/governed-write";
import { inScope } from "../../db/tenant-transaction";
import { demoAccountsAllowed, env } from "../../env";
import { type Failure, fail, type Result, succeed } from "../../failures";

/** Who calls a function: a program with a key of one company, or a person who is signed in. */
export type FunctionCaller = { kind: "key"; client: ApiClient } | { kind: "person"; account: Account };

export type CallerCheck =
  | { ok: true; value: FunctionCaller }
  | { ok: false; failure: Failure; retryAfterSeconds?: number };

/** The same for a company of somebody else as for one that does not exist. */
export const NOT_THEIRS = "This is no company that you may act for.";
const NOT_FROM_HERE =
  "A signed-in person calls this from a page of this application; a program sends an API key.";

/** A key wins over a cookie: whoever sends one means it. */
export async function authenticateCaller(request: Request, at: Date): Promise<CallerCheck> {
  const authorization = request.headers.get("authorization");
  if (authorization !== null) {
    const key = await authenticateApiKey(authorization, at);
    return key.ok ? { ok: true, value: { kind: "key", client: key.value } } : key;
  }
  const cookies = readCookies(request.headers.get("cookie"));
  if (cookies.length === 0) return fail("NOT_SIGNED_IN", "Send an API key, or sign in.");
  if (!isSentFromHere(request.headers, new URL(request.url))) return fail("FORBIDDEN", NOT_FROM_HERE);
  const token = await readSessionToken(cookies);
  const rules = { demoAllowed: demoAccountsAllowed(), idleMinutes: env().SESSION_IDLE_MINUTES };
  const account = token === null ? null : await loadAccount(token, at, rules);
  if (account === null) return fail("NOT_SIGNED_IN");
  if (account.mustChangePassword) return fail("FORBIDDEN", "Please choose a password of your own first.");
  const point = await takePoint({ ...API_KEY_LIMIT, name: "functions-person" }, account.userId);
  if (point.allowed) return { ok: true, value: { kind: "person", account } };
  return { ...fail("RATE_LIMITED"), retryAfterSeconds: point.retryAfterSeconds };
}

function readCookies(header: string | null): { name: string; value: string }[] {
  return (header ?? "").split(";").flatMap((pair) => {
    const [name, ...rest] = pair.split("=");
    return name?.trim() && rest.length > 0 ? [{ name: name.trim(), value: rest.join("=").trim() }] : [];
  });
}

export function scopeFailure(caller: FunctionCaller, scope: ApiScope): Failure | null {
  if (caller.kind === "person" || caller.client.scopes.includes(scope)) return null;
  return fail("FORBIDDEN", `This key does not have the scope ${scope}.`).failure;
}

/** The company to act for, and as whom; asked for by its id, or the only one that the caller has. */
export async function actorFor(
  caller: FunctionCaller,
  asked: string | undefined,
  permission: Permission,
): Promise<Result<Actor>> {
  if (caller.kind === "key") {
    const { tenantId, name } = caller.client;
    if (asked !== undefined && asked !== tenantId) return fail("FORBIDDEN", NOT_THEIRS);
    return succeed({ tenantId, name, role: "API key" });
  }
  const { account } = caller;
  const company = asked
    ? account.companies.find(({ tenantId }) => tenantId === asked)
    : onlyOne(account.companies);
  if (company === undefined) return noCompany(account, asked);
  if (!can(company.role, permission)) {
    return fail("FORBIDDEN", `Your role does not allow this; ${rolesThatCan(permission)} may do it.`);
  }
  return succeed({
    tenantId: company.tenantId,
    userId: account.userId,
    name: account.name,
    role: company.role,
  });
}

const onlyOne = <T>(list: readonly T[]): T | undefined => (list.length === 1 ? list[0] : undefined);

/** Only the platform's operator, who sees which companies there are, is told that one does not exist. */
export async function noCompany(account: Account, asked: string | undefined): Promise<Result<never>> {
  if (asked === undefined) {
    return fail("INVALID_INPUT", undefined, { tenant_id: "Name the company: you have none, or several." });
  }
  if (!account.isOperator) return fail("FORBIDDEN", NOT_THEIRS);
  const known = await inScope({ userId: account.userId }, (tx) =>
    tx.tenant.findUnique({ where: { id: asked }, select: { id: true } }),
  );
  return known === null ? fail("TENANT_NOT_FOUND") : fail("FORBIDDEN", NOT_THEIRS);
}
