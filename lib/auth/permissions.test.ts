import { expect, test } from "vitest";
import { can, OPTIMIZER_ROLE, PERMISSIONS, type Permission, ROLES, rolesThatCan } from "./permissions";

const READING: readonly Permission[] = ["company.read", "log.read", "log.export"];
const EVERY_PERMISSION = Object.keys(PERMISSIONS) as Permission[];

// The whole table, role by role, as a person would read it out; a change of a right is a change here.
const CHANGES: Record<(typeof ROLES)[number], Permission[]> = {
  CFO: [
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
    "revenue.run",
    "revenue.act",
    "revenue.configure",
  ],
  CEO: [
    "request.submit",
    "request.comment",
    "request.sign",
    "escalation.acknowledge",
    "defensive.update",
    "policy.draft",
    "policy.sign",
    "scenario.write",
  ],
  "Head of Sales/Marketing": [
    "request.submit",
    "request.comment",
    "request.sign",
    "scenario.write",
    "revenue.run",
    "revenue.act",
  ],
  "CPO/CTO": ["request.submit", "request.comment", "request.sign", "scenario.write"],
  "Team lead": ["request.submit", "request.comment", "scenario.write"],
  "FP&A": [
    "request.submit",
    "request.comment",
    "input.override",
    "cycle.evaluate",
    "defensive.update",
    "policy.draft",
    "scenario.write",
    "revenue.run",
  ],
  Auditor: [],
  Administrator: ["people.manage", "api-key.manage"],
};

test.each(ROLES)("%s may do exactly what the table says", (role) => {
  const allowed = EVERY_PERMISSION.filter((permission) => can(role, permission));
  expect([...allowed].sort()).toEqual([...READING, ...CHANGES[role]].sort());
});

test("an auditor reads everything and changes nothing", () => {
  expect(EVERY_PERMISSION.filter((permission) => can("Auditor", permission))).toEqual(READING);
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
