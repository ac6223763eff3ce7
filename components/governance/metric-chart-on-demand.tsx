"use client";

import { Skeleton } from "@mantine/core";
import dynamic from "next/dynamic";

/** The chart's library is large, so it is fetched when a metric's page opens. */
export const MetricChartOnDemand = dynamic(() => import("./metric-chart"), {
  ssr: false,
  loading: () => <Skeleton height="20rem" role="status" aria-label="Loading the chart" />,
});
