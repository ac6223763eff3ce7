import { CONFIG_KEYS } from "../../queries/spine-vocabulary";
import { settingsExecutor } from "./settings-place";

export const crm = settingsExecutor("crm", CONFIG_KEYS.crmSettings, [
  "sequence_delay_days",
  "max_touches",
  "follow_up_sla_hours",
  "auto_assign",
  "priority_score_threshold",
]);
