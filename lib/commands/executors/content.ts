import * as z from "zod";
import { CONFIG_KEYS } from "../../queries/spine-vocabulary";
import { settingsExecutor } from "./settings-place";

const templates = z.array(z.looseObject({ id: z.string() }));

/** Only templates that exist may be chosen; a list that cannot be read names none. */
export const content = settingsExecutor(
  "content",
  CONFIG_KEYS.contentSettings,
  ["template_id", "variant_weights", "subject_line", "cta_text"],
  async (tx, { tenantId }) => {
    const row = await tx.optimizerConfig.findUnique({
      where: { tenantId_key: { tenantId, key: CONFIG_KEYS.contentTemplates } },
      select: { value: true },
    });
    const known = templates.safeParse(row?.value);
    return { templateIds: known.success ? known.data.map(({ id }) => id) : [] };
  },
);
