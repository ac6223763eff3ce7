import type { GateId, Mode, ProjectedMonth } from "@/kernel/enforcement";

type Month = Pick<ProjectedMonth, "key"> & {
  mode: Pick<ProjectedMonth["mode"], "after">;
  gates: readonly Pick<ProjectedMonth["gates"][number], "gateId" | "verdict">[];
};

/** The first month in DEFENSIVE mode, and the first one in which it has ended; null where there is none. */
export function modeTurns(months: readonly Month[], today: Mode) {
  const enters = months.findIndex(({ mode }) => mode.after === "DEFENSIVE");
  const isLeft = enters >= 0 || today === "DEFENSIVE";
  const leaves = isLeft ? months.findIndex(({ mode }, at) => at > enters && mode.after === "NORMAL") : -1;
  return { enters: months[enters]?.key ?? null, leaves: months[leaves]?.key ?? null };
}

export type GateTurn = { gateId: GateId; narrows: string | null; closes: string | null };

/** When each gate is first no longer open, and when it is first closed. */
export function gateTurns(months: readonly Month[]): GateTurn[] {
  const first = (gateId: GateId, verdicts: readonly string[]) =>
    months.find(({ gates }) =>
      gates.some((gate) => gate.gateId === gateId && verdicts.includes(gate.verdict)),
    )?.key ?? null;
  return (months[0]?.gates ?? []).map(({ gateId }) => ({
    gateId,
    narrows: first(gateId, ["PARTLY_OPEN", "CLOSED"]),
    closes: first(gateId, ["CLOSED"]),
  }));
}
