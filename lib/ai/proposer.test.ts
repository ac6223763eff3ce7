import { afterEach, describe, expect, test } from "vitest";
import { getRevenueOSSystemPrompt } from "@/kernel/prompts";
import type { Candidate } from "@/kernel/revenue";
import { proposalFor } from "@/kernel/revenue/testing/arbitrary-proposals";
import { cycleOf } from "@/kernel/revenue/testing/cycles";
import { healthyInput, TENANT_B } from "@/kernel/revenue/testing/inputs";
import { proposeCandidates } from "./proposer";
import { type Answer, type ModelServer, says, startModelServer } from "./testing/model-server";

const input = healthyInput();
const CRM = { type: "settings", id: "crm", name: "CRM" } as const;

/** A sound proposal: answer leads sooner. */
const sooner: Candidate = proposalFor(
  input,
  CRM,
  { owner_subsystem: "crm", type: "config_change", field: "follow_up_sla_hours", value: 3 },
  {
    target_metric: "speed_to_lead_hours",
    target_direction: "down",
    expected_impact: { metric: "speed_to_lead_hours", direction: "down", low_pct: -30, high_pct: -10 },
  },
);

let server: ModelServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

async function ask(answer: Answer, change: Parameters<typeof startModelServer>[1] = {}) {
  server = await startModelServer(answer, change);
  return proposeCandidates(input, server.settings);
}
const alone = (note: string | RegExp) => ({
  proposer: "catalogue",
  note: expect.stringMatching(note),
  candidates: [],
});

test("without a model nobody is asked, and there is nothing to explain", async () => {
  expect(await proposeCandidates(input, null)).toEqual({ proposer: "catalogue", note: null, candidates: [] });
});

describe("a model that answers well", () => {
  test("is told the rules and this company, once, with its key, and its proposal reaches the kernel", async () => {
    const proposals = await ask(says({ tenant_id: input.tenant_id, candidates: [sooner] }));
    expect(proposals).toEqual({ proposer: "model", note: null, candidates: [sooner] });
    expect(server?.asked).toHaveLength(1);
    const [asked] = server?.asked ?? [];
    expect(asked?.path).toBe("/v1/chat/completions");
    expect(asked?.authorization).toBe("Bearer key-of-the-test");
    const { messages, temperature } = JSON.parse(asked?.body ?? "{}");
    expect(temperature).toBe(0);
    expect(messages[0]).toEqual({ role: "system", content: getRevenueOSSystemPrompt() });
    expect(JSON.parse(messages[1].content).tenant_id).toBe(input.tenant_id);
  });
  test("changes nothing about the gates: the kernel judges its proposal like its own", async () => {
    const { candidates } = await ask(says({ tenant_id: input.tenant_id, candidates: [sooner] }));
    const { output } = cycleOf(input, undefined, candidates);
    const known = [...output.actions, ...output.suppressed_actions].map(({ action_id }) => action_id);
    expect(known.some((id) => id.includes("follow_up_sla_hours"))).toBe(true);
  });
});

describe("a model that answers badly is left out, with the reason", () => {
  test("no JSON", async () =>
    expect(await ask(says("Sure! Here is my plan:"))).toEqual(alone(/did not answer in JSON/)));
  test("another shape", async () =>
    expect(await ask(says({ plan: [] }))).toEqual(alone(/answered in another shape/)));
  test("nothing proposed", async () =>
    expect(await ask(says({ tenant_id: input.tenant_id, candidates: [] }))).toEqual(
      alone(/proposed nothing/),
    ));
  test("more than it may propose", async () =>
    expect(await ask(says({ tenant_id: input.tenant_id, candidates: Array(21).fill(sooner) }))).toEqual(
      alone(/another shape/),
    ));
  test("for another company: nothing of it is read", async () =>
    expect(await ask(says({ tenant_id: TENANT_B, candidates: [sooner] }))).toEqual(
      alone(/answered for another company/),
    ));
  test("proposals that no kernel could carry out, and a sound one: the sound one is kept and the others are counted", async () => {
    const nonsense = { ...sooner, owner_subsystem: "payroll" };
    expect(await ask(says({ tenant_id: input.tenant_id, candidates: [nonsense, sooner, 7] }))).toEqual({
      proposer: "model",
      note: expect.stringMatching(/^2 of 3 proposals of test-model were left out/),
      candidates: [sooner],
    });
  });
  test("an error of the endpoint", async () =>
    expect(
      await ask((response) => {
        response.statusCode = 500;
        response.end("secret details of the endpoint");
      }),
    ).toEqual(alone(/^test-model gave no answer: the endpoint answered with status 500\.$/)));
  test("an answer without choices", async () =>
    expect(await ask((response) => response.setHeader("content-type", "application/json").end("{}"))).toEqual(
      alone(/did not answer in JSON/),
    ));
  test("an answer without end", async () => {
    const answer: Answer = (response) => {
      response.setHeader("content-type", "application/json");
      const more = () => {
        while (!response.destroyed && response.write(" ".repeat(65_536)));
      };
      response.on("drain", more);
      response.on("error", () => response.destroy());
      more();
    };
    expect(await ask(answer)).toEqual(alone(/gave no answer/));
  });
});

describe("a model that is slow or away", () => {
  test("one that never answers is waited for no longer than its limit", async () => {
    expect(await ask(() => undefined, { timeoutSeconds: 1 })).toEqual(alone(/took longer than 1 s/));
    expect(server?.asked).toHaveLength(1);
  });
  test("one that begins and never ends neither", async () => {
    const begin: Answer = (response) => {
      response.setHeader("content-type", "application/json");
      response.write('{"choices":');
    };
    expect(await ask(begin, { timeoutSeconds: 1 })).toEqual(alone(/took longer than 1 s/));
  });
  test("one that is not there at all", async () => {
    const gone = await startModelServer(() => undefined);
    await gone.close();
    expect(await proposeCandidates(input, gone.settings)).toEqual(alone(/could not be reached/));
  });
});
