import type { KernelInput } from "../contract";

export const SEARCH = "10000000-0000-4000-8000-000000000001";
export const GUIDES = "10000000-0000-4000-8000-000000000002";
export const ACCOUNTS = "10000000-0000-4000-8000-000000000003";
export const TRIAL = "10000000-0000-4000-8000-000000000004";

type Campaign = KernelInput["campaigns"][number];

/** Four campaigns on four channels, as both companies run them. A fresh copy each time. */
export function campaigns(): Campaign[] {
  const common = {
    status: "running",
    objective: "qualified pipeline",
    budget_total: null,
    start_date: "2026-02-01",
    end_date: null,
  } as const;
  const channel = (of: string, position: number, name: string, budget_daily: number) => ({
    id: `${of.slice(0, -12)}1000000000${of.slice(-1)}${position}`,
    channel: name,
    status: "running" as const,
    budget_daily,
  });
  return [
    {
      ...common,
      id: SEARCH,
      name: "Always-on search",
      segment: "Mid-market",
      evidence: "proven",
      budget_daily: 1000,
      spent_total: 290_000,
      bidding_strategy: "target cost per lead",
      channels: [channel(SEARCH, 1, "paid search", 1000)],
    },
    {
      ...common,
      id: GUIDES,
      name: "Category guides",
      segment: "SMB",
      evidence: "proven",
      budget_daily: 620,
      spent_total: 180_000,
      bidding_strategy: "target cost per lead",
      channels: [channel(GUIDES, 1, "paid search", 330), channel(GUIDES, 2, "paid social", 290)],
    },
    {
      ...common,
      id: ACCOUNTS,
      name: "Named accounts",
      segment: "Enterprise",
      evidence: "proven",
      budget_daily: 580,
      spent_total: 165_000,
      bidding_strategy: null,
      channels: [channel(ACCOUNTS, 1, "events", 380), channel(ACCOUNTS, 2, "partners", 200)],
    },
    {
      ...common,
      id: TRIAL,
      name: "Short video trial",
      segment: "SMB",
      evidence: "experiment",
      budget_daily: 90,
      spent_total: 21_000,
      bidding_strategy: "maximise clicks",
      channels: [channel(TRIAL, 1, "paid social", 90)],
    },
  ];
}
