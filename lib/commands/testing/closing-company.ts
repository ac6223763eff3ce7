// A company whose months are closed, certified and reopened, for tests of the close.
import { inTenant } from "../../db/tenant-transaction";
import type { Result } from "../../failures";
import { loadCloseMonth } from "../../queries/close-month";
import { type MonthFigures, writeHealthySpine } from "../../queries/testing/spine-fixture";
import { certifyClose } from "../certify-close";
import { evaluateCycle } from "../evaluate-cycle";
import { overrideInput } from "../override-input";
import { reopenClose } from "../reopen-close";
import { createCompany } from "./company";

export const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.message}`);
  return result.value;
};
export const codeOf = (result: Result<unknown>) => (result.ok ? "done" : result.failure.code);
export const on = (day: string) => new Date(`${day}T09:00:00Z`);
export const MAY = "2026-05";
export const REASON = "A customer's credit note belongs to May.";

/** A company with books to October 2026; May's tenth business day is 12 June. */
export async function bookkept(changes?: (month: string) => Partial<MonthFigures>) {
  const company = await createCompany();
  const { tenantId } = company;
  await writeHealthySpine(tenantId, "2026-10", changes, "2025-04");
  const [analyst, cfo] = [await company.hire("FP&A"), await company.hire("CFO", "Ines")];
  const certify = (cycleKey: string, day: string) =>
    certifyClose(analyst, { cycleKey, deliveredAt: day }, on(day));
  const reopen = (day: string, cycleKey = MAY) => reopenClose(cfo, { cycleKey, reason: REASON }, on(day));
  const cash = { cadence: "monthly_close", cycleKey: MAY, name: "CashBalance", reason: REASON } as const;
  const overrideCash = (value: number, day: string) => overrideInput(analyst, { ...cash, value }, on(day));
  const evaluate = (day: string) =>
    evaluateCycle(analyst, { cadence: "monthly_close", cycleKey: MAY }, on(day));
  const month = async (cycleKey: string, day: string) =>
    must(await loadCloseMonth({ ...analyst, role: "FP&A" }, cycleKey, on(day)));
  const read = <T>(work: Parameters<typeof inTenant<T>>[1]) => inTenant({ tenantId }, work);
  return { company, tenantId, analyst, cfo, certify, reopen, overrideCash, evaluate, month, read };
}

/** June burns so much that T1 fails. */
export const burning = (month: string) => (month === "2026-06" ? { capex: 900_000 } : {});
