import type { Constraint } from "./constraint";
import type { CfoGate, KernelInput, LeverValue } from "./contract";
import { byText, type Figures } from "./figures";
import type { Subsystem } from "./levers";
import { dailyBudgetOf } from "./money";

type Campaign = KernelInput["campaigns"][number];
type Channel = Campaign["channels"][number];
type TargetEntity = KernelInput["config"]["open_actions"][number]["target_entity"];

/** A campaign, one of its channels, or the settings of a subsystem: whatever a lever can be pulled on. */
export interface Entity {
  readonly ref: TargetEntity;
  readonly campaign: Campaign | null;
  readonly channel: Channel | null;
  /** Present values by field. */
  readonly values: Readonly<Record<string, LeverValue>>;
  /** Share of the running daily budgets, 0 to 1; 1 for settings, which touch everything. */
  readonly share: number;
  /** Return on its spend, where it is measured. */
  readonly roas: number | null;
  /** Cost of a customer through its channel, where it is measured. */
  readonly cac: number | null;
}

/** The tenant as a cycle sees it: sorted, summed up, and asked only about itself. */
export interface TenantView {
  readonly input: KernelInput;
  readonly figures: Figures;
  readonly constraint: Constraint;
  readonly gates: ReadonlySet<CfoGate>;
  /** YYYY-MM-DD. */
  readonly today: string;
  readonly entities: readonly Entity[];
  /** Budgets of all running campaigns together, USD a day. */
  readonly dailyBudget: number;
  /** Return on all paid spend; null where it is not measured. */
  readonly averageRoas: number | null;
  /** What media spend wins a customer at on average over the channels: what one channel is held against. */
  readonly usualCac: number | null;
  /** What a customer may cost: the target, or else what one costs now. */
  readonly cacCeiling: number | null;
  /** Segments that the tenant names anywhere. */
  readonly segments: readonly string[];
}

export function tenantViewOf(
  input: KernelInput,
  figures: Figures,
  constraint: Constraint,
  gates: ReadonlySet<CfoGate>,
  today: string,
): TenantView {
  const running = input.campaigns.filter(({ status }) => status === "running");
  const dailyBudget = sumOf(running.map(dailyBudgetOf));
  return {
    input,
    figures,
    constraint,
    gates,
    today,
    entities: [...campaignEntities(input, figures, dailyBudget), ...settingsEntities(input)],
    dailyBudget,
    averageRoas: figures.latest("roas_paid"),
    usualCac: figures.latest("cac_by_channel"),
    cacCeiling: input.targets.cac_max ?? figures.latest("cac_blended"),
    segments: segmentsOf(input),
  };
}

/** Added in the order of size, so that the order in which they came changes no cent. */
export function sumOf(amounts: readonly number[]): number {
  return [...amounts].sort((a, b) => a - b).reduce((sum, amount) => sum + amount, 0);
}

function campaignEntities(input: KernelInput, figures: Figures, dailyBudget: number): Entity[] {
  const campaigns = [...input.campaigns].sort((a, b) => byText(a.id, b.id));
  return campaigns.flatMap((campaign) => {
    const roas =
      figures.latest("campaign_roas", campaign.id) ?? figures.latest("campaign_roas", campaign.name);
    const channels = [...campaign.channels].sort((a, b) => byText(a.id, b.id));
    return [
      campaignEntity(campaign, roas, dailyBudget),
      ...channels.map((channel) => channelEntity(campaign, channel, roas, figures, dailyBudget)),
    ];
  });
}

function campaignEntity(campaign: Campaign, roas: number | null, dailyBudget: number): Entity {
  return {
    ref: { type: "campaign", id: campaign.id, name: campaign.name },
    campaign,
    channel: null,
    values: {
      budget_daily: campaign.budget_daily,
      budget_total: campaign.budget_total,
      status: campaign.status,
      target_segment: campaign.segment,
      bidding_strategy: campaign.bidding_strategy,
      end_date: campaign.end_date,
    },
    share: shareOf(dailyBudgetOf(campaign), campaign.status, dailyBudget),
    roas,
    cac: null,
  };
}

function channelEntity(
  campaign: Campaign,
  channel: Channel,
  roas: number | null,
  figures: Figures,
  dailyBudget: number,
): Entity {
  const isRunning = campaign.status === "running" ? channel.status : campaign.status;
  return {
    ref: {
      type: "campaign_channel",
      id: channel.id,
      name: `${campaign.name}: ${channel.channel}`.slice(0, 300),
    },
    campaign,
    channel,
    values: { budget_daily: channel.budget_daily, status: channel.status },
    share: shareOf(channel.budget_daily, isRunning, dailyBudget),
    roas,
    cac: figures.latest("cac_by_channel", channel.channel),
  };
}

const shareOf = (budget: number, status: string, all: number): number =>
  status === "running" && all > 0 ? Math.min(1, budget / all) : 0;

const SETTINGS_NAMES: Readonly<Record<Exclude<Subsystem, "campaigns">, string>> = {
  crm: "CRM settings",
  pricing: "Pricing settings",
  routing: "Routing settings",
  content: "Content settings",
};

function settingsEntities(input: KernelInput): Entity[] {
  return (["crm", "pricing", "routing", "content"] as const).map((subsystem) => ({
    ref: { type: "settings", id: subsystem, name: SETTINGS_NAMES[subsystem] },
    campaign: null,
    channel: null,
    values: input.config.settings[subsystem],
    share: 1,
    roas: null,
    cac: null,
  }));
}

function segmentsOf({ campaigns, opportunities, cfo_guardrails }: KernelInput): string[] {
  const named = [
    ...Object.keys(cfo_guardrails.max_cac_by_segment),
    ...campaigns.flatMap(({ segment }) => segment ?? []),
    ...opportunities.flatMap(({ segment }) => segment ?? []),
  ];
  return [...new Set(named)].filter((segment) => segment.trim() !== "").sort(byText);
}

/** The present value of a lever on an entity; null where none is set. */
export function currentValueOf(entity: Entity, field: string): LeverValue {
  return Object.hasOwn(entity.values, field) ? (entity.values[field] ?? null) : null;
}

/** The subsystem that changes an entity. */
export function subsystemOf(entity: Entity): string {
  return entity.ref.type === "settings" ? entity.ref.id : "campaigns";
}
