import { CONFIG_KEYS } from "../../queries/spine-vocabulary";
import { type Kind, keyOf, textOf } from "./kind";
import { textField } from "./pipeline";

export const PIPELINE_STAGES: Kind = {
  id: "pipeline-stages",
  title: "Pipeline stages",
  help: "A row defines one stage of the pipeline, and whether a deal in it counts as qualified.",
  fields: [
    {
      ...textField(
        "stage",
        "Stage",
        ["name", "stage name", "deal stage"],
        ["qualified", "negotiation"],
        "The stage as the CRM calls it.",
      ),
      required: true,
    },
    {
      ...textField(
        "definition",
        "Definition",
        ["description", "meaning", "exit criteria"],
        ["Budget and date are known", "Terms are on the table"],
        "What holds for a deal that stands in it.",
      ),
      required: true,
    },
    {
      name: "qualified",
      label: "Qualified",
      type: "yesNo",
      required: true,
      headers: ["is qualified", "counts as qualified", "pipeline"],
      examples: ["yes", "yes"],
      help: "yes where deals of the stage are qualified pipeline.",
    },
  ],
  state(values) {
    const stage = textOf(values.stage);
    const [definition, qualified] = [textOf(values.definition), values.qualified === true];
    return {
      key: keyOf("pipeline-stages", [stage]),
      wider: [],
      says: { definition, qualified },
      entries: [
        { config: CONFIG_KEYS.pipelineStages, entry: stage, value: { stage, definition, qualified } },
      ],
    };
  },
  spine: {
    table: "optimizer_configs",
    configs: [CONFIG_KEYS.pipelineStages],
    entries: `select jsonb_build_array('pipeline-stages', e.value ->> 'stage')::text as key,
        jsonb_build_object('definition', e.value -> 'definition', 'qualified', e.value -> 'qualified') as says
      from optimizer_configs c cross join lateral jsonb_array_elements(case when jsonb_typeof(c.value) = 'array' then c.value else '[]' end) as e(value)
      where c.tenant_id = $1::uuid and c.key = '${CONFIG_KEYS.pipelineStages}'`,
  },
  checks: [],
};
