import { expect, test } from "vitest";
import type { Role } from "@/lib/auth/permissions";
import { navigationFor } from "./navigation";

const labels = (role: Role) =>
  navigationFor(role, "acme", { approvals: 0, openEscalations: 0 }).map(({ label }) => label);

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
    "Cycles & inputs",
    "Decision log",
    "Defensive",
    "Escalations",
    "Reason codes",
  ]);
});

test("what waits is counted beside its place, and nothing is counted where nothing waits", () => {
  const items = navigationFor("CFO", "acme", { approvals: 3, openEscalations: 0 });
  expect(items.find(({ label }) => label === "Approvals")).toMatchObject({
    href: "/c/acme/approvals",
    count: 3,
  });
  expect(items.find(({ label }) => label === "Escalations")).not.toHaveProperty("count");
});
