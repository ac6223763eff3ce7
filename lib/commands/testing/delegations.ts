// A CFO who is away for two days and those who could stand in, for the tests of delegated signatures.
import type { Actor } from "../../db/governed-write";
import { inTenant } from "../../db/tenant-transaction";
import type { Result } from "../../failures";
import type { RequestContent } from "../../queries/request-content";
import { delegateSigning } from "../delegate-signing";
import { submitRequest } from "../submit-request";
import { type Company, createCompany } from "./company";
import { backfill, renewal, roiCase } from "./requests";

export type Member = Actor & { userId: string };

export const at = new Date("2026-06-01T10:00:00Z");
export const on = (day: string, time = "10:00:00") => new Date(`2026-06-${day}T${time}Z`);
export const TWO_DAYS = {
  fromOn: "2026-06-02",
  untilOn: "2026-06-03",
  reason: "At the board's retreat, out of reach",
};

export const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.message}`);
  return result.value;
};

/** Code and words of a refusal in one line, or "done". */
export const refusalOf = (result: Result<unknown>): string =>
  result.ok
    ? "done"
    : `${result.failure.code}: ${[result.failure.message, ...Object.values(result.failure.fields ?? {})].join(" ")}`;

export async function staffed(...states: Parameters<Company["closeCycle"]>) {
  const company = await createCompany();
  await company.closeCycle(...states);
  const [lead, cfo, cpo, ceo, admin] = [
    await company.hire("Team lead", "Jonas"),
    await company.hire("CFO", "Naledi"),
    await company.hire("CPO/CTO", "Rajesh"),
    await company.hire("CEO", "Viktor"),
    await company.hire("Administrator", "Oskar"),
  ];
  return { company, lead, cfo, cpo, ceo, admin };
}

export async function delegate(from: Member, to: Member, days = TWO_DAYS): Promise<string> {
  return must(await delegateSigning(from, { delegateId: to.userId, ...days }, at)).delegationId;
}

export async function ask(who: Member, content: RequestContent = renewal(), when = at): Promise<string> {
  return must(await submitRequest(who, { content }, when)).reference;
}

/** What needs the CFO and the CEO while a critical trigger fails. */
export const needsBoth = (): RequestContent => backfill({ roi_case: roiCase() });

export function signoffsOf({ tenantId }: Company) {
  return inTenant({ tenantId }, (tx) =>
    tx.signoff.findMany({ where: { tenantId }, orderBy: { signedAt: "asc" } }),
  );
}
