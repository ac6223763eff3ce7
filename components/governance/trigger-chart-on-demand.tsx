"use client";

import { Skeleton } from "@mantine/core";
import dynamic from "next/dynamic";

/** The chart's library is large and only this screen needs it, so it is fetched when the screen opens. */
export const TriggerChartOnDemand = dynamic(() => import("./trigger-chart"), {
  ssr: false,
  loading: () => <Skeleton height="20rem" role="status" aria-label="Loading the chart" />,
});
