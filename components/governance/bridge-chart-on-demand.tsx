"use client";

import { Skeleton } from "@mantine/core";
import dynamic from "next/dynamic";

/** The chart's library is large and few screens need it, so it is fetched when one opens. */
export const BridgeChartOnDemand = dynamic(() => import("./bridge-chart"), {
  ssr: false,
  loading: () => <Skeleton height="18rem" role="status" aria-label="Loading the chart" />,
});
