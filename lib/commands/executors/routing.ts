import { CONFIG_KEYS } from "../../queries/spine-vocabulary";
import { settingsExecutor } from "./settings-place";

export const routing = settingsExecutor("routing", CONFIG_KEYS.routingSettings, [
  "round_robin_enabled",
  "capacity_per_rep",
  "territory_rules",
  "overflow_queue",
]);
