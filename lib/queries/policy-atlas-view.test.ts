import { expect, test } from "vitest";
import { atlasOf, atlasReport, compile, decideRequest } from "../../kernel/enforcement";
import { referenceArtifacts } from "../../kernel/enforcement/testing/reference-policy";
import { type AtlasPoint, denyGroups, gatesAt, pointNamed, situationAtPoint } from "./policy-atlas-view";

const policy = compile(referenceArtifacts);
const atlas = atlasOf(policy);
const allPass: AtlasPoint = {
  states: Object.fromEntries(policy.triggers.map(({ shortId }) => [shortId, "PASS" as const])),
  mode: "NORMAL",
  crmHygieneEnforced: true,
};

test("an address names the states it says, and today's for all others", () => {
  const point = pointNamed(
    { T4: "FAIL", T9: "FAIL", T1: "fail", T2: ["WATCH", "FAIL"], mode: "DEFENSIVE", crm: "not-enforced" },
    allPass,
  );
  expect(point).toEqual({
    states: { ...allPass.states, T4: "FAIL" },
    mode: "DEFENSIVE",
    crmHygieneEnforced: false,
  });
  expect(pointNamed({ mode: "CALM", crm: "" }, allPass)).toEqual(allPass);
});

test("at every point that was tried each class of request stands once, with the gate's own verdict", () => {
  for (const params of [{}, { T4: "FAIL" }, { T6: "UNKNOWN", crm: "not-enforced" }, { mode: "DEFENSIVE" }]) {
    const point = pointNamed(params, allPass);
    const situation = situationAtPoint(policy, point);
    const shown = gatesAt(atlas, point).flatMap(({ groups }) =>
      groups.flatMap((group) => group.requests.map(({ classId }) => ({ ...group, classId }))),
    );
    expect(shown.map(({ classId }) => classId).sort()).toEqual(atlas.classes.map(({ id }) => id).sort());
    for (const { classId, verdict, roles, codes } of shown) {
      const request = atlas.classes.find(({ id }) => id === classId)?.request;
      if (request === undefined) throw new Error(`no class ${classId}`);
      const decided = decideRequest(policy, situation, request);
      expect([classId, verdict === "ALLOWED"]).toEqual([classId, decided.decision === "ALLOWED"]);
      expect(codes).toEqual(decided.reason_codes);
      const signed = [
        ...(request.signoffs ?? []),
        ...roles.map((role) => ({ role, by: `the ${role}`, at: null })),
      ];
      const after = decideRequest(policy, situation, { ...request, signoffs: signed });
      expect([classId, verdict !== "BLOCKED"]).toEqual([classId, after.decision === "ALLOWED"]);
      expect(roles.length > 0).toBe(verdict === "SIGNABLE");
    }
  }
});

test("a critical fail closes spend on growth and says by which rule", () => {
  const spend = (point: AtlasPoint) => gatesAt(atlas, point).find(({ gateId }) => gateId === "G2_GTM_SPEND");
  const now = spend({ ...allPass, states: { ...allPass.states, T4: "FAIL" } });
  expect(spend(allPass)?.counts.ALLOWED).toBeGreaterThan(now?.counts.ALLOWED ?? Number.POSITIVE_INFINITY);
  const growth = now?.groups.find(({ requests }) => requests.some(({ classId }) => classId === "G2-01"));
  expect(growth).toMatchObject({ verdict: "BLOCKED", roles: [] });
  expect(growth?.rules.map(({ rule }) => rule)).toContain("A10(2)");
});

test("where default deny alone stands is said once for all classes that share it", () => {
  const report = atlasReport(atlas);
  const groups = denyGroups(report);
  expect(groups.flatMap(({ labels }) => labels)).toHaveLength(report.defaultDeny.length);
  expect(new Set(groups.map(({ regions }) => regions.join())).size).toBe(groups.length);
  expect(groups.length).toBeLessThan(report.defaultDeny.length);
});
