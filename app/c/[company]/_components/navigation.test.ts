import { expect, test } from "vitest";
import type { Role } from "@/lib/auth/permissions";
import { navigationFor, placeOf } from "./navigation";

const labels = (role: Role) =>
  navigationFor(role, "acme", { approvals: 0, openEscalations: 0, policies: 0 }).map(({ label }) => label);

test("who signs sees approvals, who does not is not sent there", () => {
  expect(labels("CFO")).toContain("Approvals");
  expect(labels("Team lead")).not.toContain("Approvals");
  expect(labels("Auditor")).not.toContain("Approvals");
});

test("people and keys are offered to an administrator alone", () => {
  expect(labels("Administrator")).toEqual(expect.arrayContaining(["People", "API keys"]));
  for (const role of ["CFO", "CEO", "FP&A", "Team lead", "Auditor"] as const) {
    expect(labels(role)).not.toContain("People");
    expect(labels(role)).not.toContain("API keys");
  }
});

test("an auditor is led to everything that can be read", () => {
  expect(labels("Auditor")).toEqual([
    "Overview",
    "Requests",
    "Data in",
    "Cycles & inputs",
    "Monthly close",
    "Weekly review",
    "Trajectory",
    "Board packs",
    "Did it pay back?",
    "Restatements",
    "Decision log",
    "Defensive",
    "Escalations",
    "Policy",
    "What if",
    "Reason codes",
    "Revenue spine",
    "Optimisation cycles",
    "Actions",
    "Targets and guardrails",
    "Weekly digest",
  ]);
});

test("board packs are offered to whoever may read them: CFO, CEO, FP&A and Auditor", () => {
  for (const role of ["CFO", "CEO", "FP&A", "Auditor"] as const)
    expect(labels(role)).toContain("Board packs");
  for (const role of ["Head of Sales/Marketing", "CPO/CTO", "Team lead", "Administrator"] as const)
    expect(labels(role)).not.toContain("Board packs");
});

test("what belongs to revenue stands together under one heading, one console for marketing, sales and finance", () => {
  const items = navigationFor("Team lead", "acme", { approvals: 0, openEscalations: 0, policies: 0 });
  expect(items.filter(({ group }) => group === "Revenue").map(({ href }) => href)).toEqual([
    "/c/acme/revenue",
    "/c/acme/revenue/cycles",
    "/c/acme/revenue/actions",
    "/c/acme/revenue/targets",
    "/c/acme/digest",
  ]);
});

test("one place at most is marked as where one is, the nearest around the page", () => {
  const items = navigationFor("CFO", "acme", { approvals: 0, openEscalations: 0, policies: 0 });
  const here = (page: string) => placeOf(`/c/acme${page}`, items, "/c/acme");
  expect(here("")).toBe("/c/acme");
  expect(here("/revenue")).toBe("/c/acme/revenue");
  expect(here("/revenue/metrics/win_rate")).toBe("/c/acme/revenue");
  expect(here("/revenue/targets")).toBe("/c/acme/revenue/targets");
  expect(here("/revenue/cycles/1")).toBe("/c/acme/revenue/cycles");
  expect(here("/codes/CFO-01")).toBe("/c/acme/codes");
  expect(here("/triggers/T1")).toBeNull();
});

test("what waits is counted beside its place, and nothing is counted where nothing waits", () => {
  const items = navigationFor("CFO", "acme", { approvals: 3, openEscalations: 0, policies: 0 });
  expect(items.find(({ label }) => label === "Approvals")).toMatchObject({
    href: "/c/acme/approvals",
    count: 3,
  });
  expect(items.find(({ label }) => label === "Escalations")).not.toHaveProperty("count");
});
