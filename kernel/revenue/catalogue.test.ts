import { describe, expect, it } from "vitest";
import { CATALOGUE } from "./catalogue";
import { constraintOf } from "./constraint";
import type { KernelInput } from "./contract";
import { draftOf } from "./draft";
import { Figures } from "./figures";
import { Lessons } from "./learning";
import { LEVER_IDS, TYPES_BY_SUBSYSTEM } from "./levers";
import { newValuesOf } from "./new-values";
import { holds } from "./preconditions";
import { objectionTo } from "./restraint";
import { subsystemOf, tenantViewOf } from "./tenant-view";
import { healthyInput, underperformingInput } from "./testing/inputs";

/** Companies in which, between them, every idea of the catalogue has its moment. */
function companies(): KernelInput[] {
  const healthy = healthyInput();
  const scaledMetrics = (input: KernelInput, changes: Record<string, number>) => ({
    ...input,
    metrics: input.metrics.map((point) => {
      const level = changes[point.metric_id];
      return level === undefined || point.dimension !== "" ? point : { ...point, value: level };
    }),
  });
  const short = scaledMetrics(healthy, { pipeline_total: 2_000_000, bookings_new: 700_000 });
  const [search, ...others] = short.campaigns;
  if (search === undefined) throw new Error("the fixture has campaigns");
  const settled = {
    ...short,
    campaigns: [{ ...search, status: "paused" as const }, ...others],
    config: {
      ...short.config,
      settings: {
        ...short.config.settings,
        crm: { ...short.config.settings.crm, max_touches: 14 },
        pricing: { ...short.config.settings.pricing, promo_code_enabled: false, trial_days: 10 },
      },
    },
  };
  const trialWins = {
    ...healthy,
    campaigns: healthy.campaigns.map((each) => ({ ...each, evidence: "experiment" as const })),
  };
  const poorer = scaledMetrics(underperformingInput(), { cash_runway_months: 5 });
  return [healthy, short, settled, trialWins, underperformingInput(), poorer];
}

function ideasIn(input: KernelInput): string[] {
  const figures = new Figures(input.metrics);
  const constraint = constraintOf(input, figures);
  if (constraint === null) throw new Error("the fixture has figures");
  const isShort = (figures.latest("cash_runway_months") ?? 99) < 12;
  const view = tenantViewOf(
    input,
    figures,
    constraint,
    new Set(isShort ? (["cash_constrained"] as const) : []),
    "2026-11-22",
  );
  const surroundings = { view, lessons: new Lessons([]), open: new Set<string>() };
  return CATALOGUE.filter((entry) =>
    view.entities.some(
      (entity) =>
        entity.ref.type === entry.on &&
        subsystemOf(entity) === entry.subsystem &&
        holds(entry.when, view, entity) &&
        newValuesOf(entry, view, entity, 15).some(
          (value) => objectionTo(draftOf(entry, view, entity, value), surroundings) === null,
        ),
    ),
  ).map(({ id }) => id);
}

describe("the catalogue", () => {
  it("names each idea once, and pulls only levers that executors have, in ways that they take", () => {
    expect(new Set(CATALOGUE.map(({ id }) => id)).size).toBe(CATALOGUE.length);
    for (const { subsystem, field, type } of CATALOGUE) {
      expect(LEVER_IDS).toContain(`${subsystem}.${field}`);
      expect(TYPES_BY_SUBSYSTEM[subsystem]).toContain(type);
    }
  });

  it("every idea has its moment: some company is offered it, filled in from its own rows", () => {
    const seen = new Set(companies().flatMap(ideasIn));
    expect(CATALOGUE.map(({ id }) => id).filter((id) => !seen.has(id))).toEqual([]);
  });

  it("every effect is a band, every window and abort condition has a length, and every sentence is filled in", () => {
    for (const { effects, aborts, windowDays, says, value } of CATALOGUE) {
      for (const { low, high } of effects) expect(low).toBeLessThan(high);
      for (const { byPct, days } of aborts) expect(Math.min(byPct, days)).toBeGreaterThan(0);
      expect(windowDays).toBeGreaterThanOrEqual(14);
      expect(says).toMatch(/\.$/);
      if (value.rule !== "set" && value.rule !== "tilt_weights") expect(says).toContain("{to}");
    }
  });

  it("an experiment says how many it needs to be believed", () => {
    for (const { type, minimumSample } of CATALOGUE)
      expect(minimumSample !== undefined).toBe(type === "experiment");
  });
});
