import { expect, test } from "vitest";
import { can, OPTIMIZER_ROLE, PERMISSIONS, type Permission, ROLES, rolesThatCan } from "./permissions";

const READING: readonly Permission[] = ["company.read", "log.read", "log.export"];
const EVERY_PERMISSION = Object.keys(PERMISSIONS) as Permission[];

// The whole table, role by role, as a person would read it out; a change of a right is a change here.
const CHANGES: Record<(typeof ROLES)[number], Permission[]> = {
  CFO: [
    "review.facilitate",
    "review.write",
    "review.report",
    "request.submit",
    "request.comment",
    "request.sign",
    "input.override",
    "cycle.evaluate",
    "escalation.acknowledge",
    "defensive.update",
    "policy.draft",
    "policy.sign",
    "scenario.write",
    "close.reopen",
    "close.comment",
    "close.assign",
    "close.calendar",
    "figures.import",
    "forecast.configure",
    "board-pack.read",
    "board-pack.draft",
    "board-pack.release",
    "revenue.run",
    "revenue.act",
    "revenue.configure",
    "start.dismiss",
  ],
  CEO: [
    "review.write",
    "review.report",
    "request.submit",
    "request.comment",
    "request.sign",
    "escalation.acknowledge",
    "defensive.update",
    "policy.draft",
    "policy.sign",
    "scenario.write",
    "close.comment",
    "board-pack.read",
    "board-pack.draft",
  ],
  "Head of Sales/Marketing": [
    "review.write",
    "review.report",
    "request.submit",
    "request.comment",
    "request.sign",
    "scenario.write",
    "close.comment",
    "revenue.run",
    "revenue.act",
  ],
  "CPO/CTO": [
    "review.write",
    "review.report",
    "request.submit",
    "request.comment",
    "request.sign",
    "scenario.write",
    "close.comment",
  ],
  "Team lead": ["review.report", "request.submit", "request.comment", "scenario.write"],
  "FP&A": [
    "review.facilitate",
    "review.write",
    "review.report",
    "request.submit",
    "request.comment",
    "input.override",
    "cycle.evaluate",
    "defensive.update",
    "policy.draft",
    "scenario.write",
    "close.comment",
    "close.assign",
    "close.calendar",
    "figures.import",
    "forecast.configure",
    "board-pack.read",
    "board-pack.draft",
    "revenue.run",
  ],
  Auditor: ["board-pack.read"],
  Administrator: [
    "people.manage",
    "api-key.manage",
    "signing.configure",
    "notice.configure",
    "close.calendar",
    "start.dismiss",
  ],
};

test.each(ROLES)("%s may do exactly what the table says", (role) => {
  const allowed = EVERY_PERMISSION.filter((permission) => can(role, permission));
  expect([...allowed].sort()).toEqual([...READING, ...CHANGES[role]].sort());
});

test("an auditor reads everything and changes nothing", () => {
  expect(EVERY_PERMISSION.filter((permission) => can("Auditor", permission))).toEqual([
    ...READING,
    "board-pack.read",
  ]);
});

test("who manages access neither asks for money nor signs for it", () => {
  const both = ROLES.filter(
    (role) => can(role, "people.manage") && (can(role, "request.sign") || can(role, "request.submit")),
  );
  expect(both).toEqual([]);
});

test("the Revenue OS kernel asks at the gates and does nothing else, and no person can be given its role", () => {
  expect(EVERY_PERMISSION.filter((permission) => can(OPTIMIZER_ROLE, permission))).toEqual([
    "request.submit",
  ]);
  expect(ROLES).not.toContain(OPTIMIZER_ROLE);
  expect(rolesThatCan("request.submit")).not.toContain(OPTIMIZER_ROLE);
});

test("a refusal can name who may", () => {
  expect(rolesThatCan("people.manage")).toBe("Administrator");
  expect(rolesThatCan("input.override")).toBe("FP&A or CFO");
});
