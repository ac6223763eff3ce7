"use client";

import { useDeferredValue, useEffect, useMemo, useState } from "react";
import type { ScenarioContent } from "@/lib/queries/scenario-content";
import type { WhatIfBasis } from "@/lib/queries/what-if-basis";
import type { Projection, projectionOf } from "./projection";

type Kernel = { projectionOf: typeof projectionOf };

/** What the kernel says of the figures typed so far; null while it is being fetched. */
export function useProjection(basis: WhatIfBasis, content: ScenarioContent): Projection | null {
  const [kernel, setKernel] = useState<Kernel | null>(null);
  useEffect(() => {
    let isHere = true;
    void import("./projection").then((loaded) => {
      if (isHere) setKernel({ projectionOf: loaded.projectionOf });
    });
    return () => {
      isHere = false;
    };
  }, []);
  // Typing comes first; the answer follows as soon as the browser has drawn what was typed.
  const settled = useDeferredValue(content);
  return useMemo(() => kernel?.projectionOf(basis, settled) ?? null, [kernel, basis, settled]);
}
