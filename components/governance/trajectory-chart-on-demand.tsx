"use client";

import { Skeleton } from "@mantine/core";
import dynamic from "next/dynamic";

/** The chart's library is large and few screens need it, so it is fetched when one opens. */
export const TrajectoryChartOnDemand = dynamic(() => import("./trajectory-chart"), {
  ssr: false,
  loading: () => <Skeleton height="21rem" role="status" aria-label="Loading the chart" />,
});
