import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  decideRequest,
  type GateRequest,
  type Mode,
  situationOf,
  type TriggerState,
  type UnblockAtom,
} from "../../kernel/enforcement";
import { submitRequest } from "../commands/submit-request";
import { createCompany } from "../commands/testing/company";
import { closeMonth, closeWeek } from "../commands/testing/judged-cycles";
import { backfill, renewal, retentionHire } from "../commands/testing/requests";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import type { Result } from "../failures";
import { loadRequest, type RequestPage } from "./request";
import type { RequestContent } from "./request-content";
import { loadSituation } from "./situation";

const at = new Date("2026-06-20T10:00:00Z");
const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.message}`);
  return result.value;
};

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

async function staffed() {
  const company = await createCompany();
  const lead = await company.hire("Team lead");
  const people = { lead, cfo: await company.hire("CFO"), colleague: await company.hire("Team lead") };
  const ask = async (content: RequestContent) => must(await submitRequest(lead, { content }, at)).reference;
  return { company, ...people, ask };
}

const kindsOf = ({ unblock }: RequestPage) =>
  unblock.ways.map(({ steps }) => steps.map(({ atom }) => atom.kind).join(" + "));

describe("what would unblock a request", () => {
  test("the CFO sees every step; the requester theirs alone, with those of others as a count", async () => {
    const { company, lead, cfo, colleague, ask } = await staffed();
    await company.closeCycle({ T1: "FAIL" }, "DEFENSIVE");
    const reference = await ask(backfill());
    const whole = must(await loadRequest(cfo, reference, at));
    expect(kindsOf(whole)).toContain("signoff + signoff + roi_case");
    expect(whole.unblock.showsAll).toBe(true);
    expect(kindsOf(whole).some((kinds) => kinds.startsWith("trigger + mode"))).toBe(true);
    for (const person of [lead, colleague]) {
      const page = must(await loadRequest(person, reference, at));
      expect(page.unblock.ways.flatMap(({ steps }) => steps).every(({ atom }) => atom.by.requester)).toBe(
        true,
      );
      expect(page.unblock.ways).toContainEqual({
        steps: [expect.objectContaining({ atom: expect.objectContaining({ kind: "roi_case" }) })],
        others: { steps: 2, roles: ["CEO", "CFO"] },
      });
    }
  });

  test("what is most in the requester's own hands comes first: a smaller ask before waiting for others", async () => {
    const { company, cfo, ask } = await staffed();
    await company.closeCycle();
    const details = { kind: "new", amount_usd_per_month: 9000, mission_critical: false } as const;
    const page = must(await loadRequest(cfo, await ask(renewal({ details })), at));
    expect(page.unblock.ways[0]?.steps[0]?.atom).toMatchObject({ kind: "smaller_ask", largest: 5000 });
    const others = page.unblock.ways.map(
      ({ steps }) => steps.filter(({ atom }) => !atom.by.requester).length,
    );
    expect(others).toEqual([...others].sort());
  });

  test("a trigger comes with the figure it must reach, from the week's inputs and from those of the close", async () => {
    const { company, cfo, ask } = await staffed();
    await closeMonth(company, "2026-04", { T5: "FAIL" });
    await closeWeek(company, "2026-W19", { T4: "FAIL" });
    const page = must(await loadRequest(cfo, await ask(renewal()), at));
    const reaches = page.unblock.ways.flatMap(({ steps }) =>
      steps.flatMap(({ trigger }) => (trigger ? [trigger.reach] : [])),
    );
    expect(reaches.map((reach) => reach?.trigger)).toEqual(expect.arrayContaining(["T4", "T5"]));
    const runway = reaches.find((reach) => reach?.trigger === "T4");
    expect(runway).toMatchObject({ state: "FAIL", unit: "months" });
    expect(runway?.gap).toBeGreaterThan(0);
    expect(runway?.inputs.map(({ name }) => name)).toContain("NetBurn");
    expect(reaches.find((reach) => reach?.trigger === "T5")?.inputs.length).toBeGreaterThan(0);
  });

  test("a request that waits for signatures alone has nothing to unblock", async () => {
    const { company, cfo, ask } = await staffed();
    await company.closeCycle();
    expect(must(await loadRequest(cfo, await ask(renewal()), at)).unblock.ways).toEqual([]);
  });

  test.each([
    ["a renewal while the runway fails", renewal(), { T4: "FAIL" }],
    ["a backfill while cash flow fails", backfill(), { T1: "FAIL", T8: "FAIL" }],
    ["a retention hire without its offset", retentionHire(null), { T5: "FAIL" }],
    ["a renewal while the runway is unknown", renewal(), { T4: "UNKNOWN" }],
  ] as const)(
    "every way that the CFO is shown for %s opens the gate, and no step of it is idle",
    async (_, content, states) => {
      const { company, lead, cfo, ask } = await staffed();
      await company.closeCycle(states, "DEFENSIVE");
      const page = must(await loadRequest(cfo, await ask(content), at));
      const { policy } = await inTenant(company, (tx) => loadSituation(tx, company.tenantId));
      const decide = (atoms: readonly UnblockAtom[]) => {
        const start = { states, mode: "DEFENSIVE" as const, request: asked(content, lead.userId) };
        const { states: reached, mode, request } = atoms.reduce(applied, start);
        const all = {
          T1: "PASS",
          T2: "PASS",
          T3: "PASS",
          T4: "PASS",
          T5: "PASS",
          T6: "PASS",
          T7: "PASS",
          T8: "PASS",
        };
        const crmHygiene = { stage_definitions_enforced: true, required_fields_enforced: true };
        const facts = { states: { ...all, ...reached } as Record<string, TriggerState>, mode, crmHygiene };
        return decideRequest(policy.compiled, situationOf(policy.compiled, facts), request).decision;
      };
      expect(page.unblock.ways.length).toBeGreaterThan(0);
      for (const { steps } of page.unblock.ways) {
        const atoms = steps.map(({ atom }) => atom);
        expect([kindsOf(page), decide(atoms)]).toEqual([kindsOf(page), "ALLOWED"]);
        for (const idle of atoms) expect(decide(atoms.filter((each) => each !== idle))).toBe("BLOCKED");
      }
    },
  );
});

type Standing = { states: Readonly<Record<string, TriggerState>>; mode: Mode; request: GateRequest };

function asked({ title: _, ...content }: RequestContent, requested_by: string): GateRequest {
  return { ...content, request_id: "REQ-1", requested_by };
}

/** Makes a step as people would, without the kernel's own way of making it. */
function applied(standing: Standing, atom: UnblockAtom): Standing {
  const { request } = standing;
  const having = (change: object): Standing => ({
    ...standing,
    request: { ...request, ...change } as GateRequest,
  });
  const claims = (request.exceptions ?? []).map(({ exception_id }) => exception_id);
  switch (atom.kind) {
    case "trigger":
      return { ...standing, states: { ...standing.states, [atom.trigger]: atom.enough[0] ?? atom.to } };
    case "mode":
      return { ...standing, mode: "NORMAL" };
    case "signoff":
      return having({ signoffs: [...(request.signoffs ?? []), { role: atom.role, by: `the ${atom.role}` }] });
    case "roi_case":
      return having({ roi_case: { summary: "It pays for itself", expected_roi_band: [1.5, 2.5] } });
    case "exception":
      return having({ exceptions: [{ exception_id: atom.exceptionId, offset: null }] });
    case "offset": {
      const offset = { description: "An agency contract ends", amount_usd: 9000 };
      return having({ exceptions: claims.map((exception_id) => ({ exception_id, offset })) });
    }
    case "fact":
      return having({
        details: { ...request.details, [atom.name]: atom.values[0] ?? atom.figure?.value ?? "Said" },
      });
    case "smaller_ask":
      return having({ details: { ...request.details, [atom.name]: atom.largest } });
    case "crm_hygiene":
      return standing;
  }
}
