import { describe, expect, it } from "vitest";
import {
  CONTRACT_VERSION,
  candidateSchema,
  FIELDS_BY_SUBSYSTEM,
  LEVER_IDS,
  LEVER_LIMITS,
  METRIC_IDS,
  SUBSYSTEMS,
} from "../revenue";
import { AI_CMO_ORCHESTRATOR_PROMPT, getRevenueOSSystemPrompt, REVENUE_OS_KERNEL_PROMPT } from ".";

describe("the prompt of the Revenue OS kernel", () => {
  it("is one text, under its own name, its function and the deprecated name", () => {
    expect(getRevenueOSSystemPrompt()).toBe(REVENUE_OS_KERNEL_PROMPT);
    expect(AI_CMO_ORCHESTRATOR_PROMPT).toBe(REVENUE_OS_KERNEL_PROMPT);
  });

  it("states the contract, every lever with its limit, and every metric", () => {
    expect(REVENUE_OS_KERNEL_PROMPT).toContain(CONTRACT_VERSION);
    for (const subsystem of SUBSYSTEMS)
      for (const field of FIELDS_BY_SUBSYSTEM[subsystem])
        expect(REVENUE_OS_KERNEL_PROMPT).toContain(`- ${field}: ${LEVER_LIMITS[`${subsystem}.${field}`]}\n`);
    for (const id of METRIC_IDS) expect(REVENUE_OS_KERNEL_PROMPT).toContain(id);
  });

  it("asks for every field of a candidate", () => {
    for (const field of Object.keys(candidateSchema.shape))
      expect(REVENUE_OS_KERNEL_PROMPT).toContain(`"${field}"`);
  });

  it("every lever has a limit in words", () => {
    expect(Object.keys(LEVER_LIMITS).sort()).toEqual([...LEVER_IDS].sort());
  });
});
