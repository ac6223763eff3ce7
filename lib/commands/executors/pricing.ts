import { CONFIG_KEYS } from "../../queries/spine-vocabulary";
import { settingsExecutor } from "./settings-place";

export const pricing = settingsExecutor("pricing", CONFIG_KEYS.pricingSettings, [
  "discount_max_pct",
  "tier_threshold",
  "promo_code_enabled",
  "trial_days",
]);
