import { expect, test } from "vitest";
import { healthyInput } from "@/kernel/revenue/testing/inputs";
import { cyclePrompt } from "./cycle-prompt";

test("no model is told who owns a territory: people's names stay in the company", () => {
  const { config, ...rest } = healthyInput();
  const territory_rules = { DACH: "Anna Muster", Nordics: "Bo Berg" };
  const routing = { ...config.settings.routing, territory_rules };
  const [template] = config.content_templates;
  const result = {
    action_id: "routing.territory_rules:config_change:settings:routing=#1",
    lever: "routing.territory_rules",
    type: "config_change",
    target_entity: { type: "settings", id: "routing", name: "Routing settings" },
    proposed_change: {
      field: "territory_rules",
      current_value: { DACH: "Cleo Dahl" },
      new_value: territory_rules,
    },
    target_metric: "win_rate",
    target_direction: "up",
    status: "completed",
    baseline_value: 1,
    observed_value: 2,
    delta: 1,
    confidence: 0.9,
    outcome: "improved",
    economic_deltas: {},
    finished_on: "2026-11-01",
  } as const;
  const prompt = cyclePrompt({
    ...rest,
    recent_action_results: [result],
    config: { ...config, settings: { ...config.settings, routing } },
  });
  for (const name of ["Anna", "Bo Berg", "Cleo"]) expect(prompt).not.toContain(name);
  expect(prompt).toContain(template?.id);
  expect(prompt).toContain("capacity_per_rep");
});
