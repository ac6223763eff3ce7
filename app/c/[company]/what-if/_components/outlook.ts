import type { GateId, GateOutlook, Mode, ProjectedMonth } from "@/kernel/enforcement";

type Gate = Pick<GateOutlook, "gateId"> & {
  verdict: GateOutlook["verdict"];
  prospects: readonly Pick<GateOutlook["prospects"][number], "verdict">[];
};
type Month = Pick<ProjectedMonth, "key"> & {
  mode: Pick<ProjectedMonth["mode"], "after">;
  gates: readonly Gate[];
};

/** The first month in DEFENSIVE mode, and the first one in which it has ended; null where there is none. */
export function modeTurns(months: readonly Month[], today: Mode) {
  const enters = months.findIndex(({ mode }) => mode.after === "DEFENSIVE");
  const isLeft = enters >= 0 || today === "DEFENSIVE";
  const leaves = isLeft ? months.findIndex(({ mode }, at) => at > enters && mode.after === "NORMAL") : -1;
  return { enters: months[enters]?.key ?? null, leaves: months[leaves]?.key ?? null };
}

/** Kinds of request that get through a gate, of those that there are. */
export function kindsThrough({ prospects }: Pick<Gate, "prospects">): { open: number; of: number } {
  return { open: prospects.filter(({ verdict }) => verdict !== "CLOSED").length, of: prospects.length };
}

export type GateTurn = {
  gateId: GateId;
  /** The first month that turns more kinds of request away than today does, and the first that turns all away. */
  narrows: string | null;
  closes: string | null;
};

export function gateTurns(months: readonly Month[], today: readonly Gate[]): GateTurn[] {
  return today.map((now) => {
    const first = (isSo: (gate: Gate) => boolean) =>
      months.find(({ gates }) => gates.some((gate) => gate.gateId === now.gateId && isSo(gate)))?.key ?? null;
    return {
      gateId: now.gateId,
      narrows: first((gate) => turnedAway(gate) > turnedAway(now)),
      closes: first(({ verdict }) => verdict === "CLOSED"),
    };
  });
}

function turnedAway(gate: Gate): number {
  const { open, of } = kindsThrough(gate);
  return of - open;
}
