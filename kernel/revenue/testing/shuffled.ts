import type { KernelInput } from "../contract";

/** Every list of the input in another order, the same for the same seed. */
export function shuffled(input: KernelInput, seed: number): KernelInput {
  const order = <T>(list: readonly T[]): T[] =>
    list
      .map((each, index) => ({ each, key: ((index + 1) * seed * 7919) % 1_000_003 }))
      .sort((a, b) => a.key - b.key)
      .map(({ each }) => each);
  return {
    ...input,
    guardrails: { ...input.guardrails, allowed_levers: order(input.guardrails.allowed_levers) },
    metrics: order(input.metrics),
    campaigns: order(input.campaigns).map((campaign) => ({
      ...campaign,
      channels: order(campaign.channels),
    })),
    opportunities: order(input.opportunities),
    recent_action_results: order(input.recent_action_results),
    config: { ...input.config, content_templates: order(input.config.content_templates) },
  };
}
