import { BOOKING_KINDS } from "../../queries/spine-vocabulary";
import {
  type Field,
  type Kind,
  keyOf,
  type RowContext,
  type RowFault,
  textOf,
  type Value,
  type Values,
} from "./kind";
import { AMOUNT, SEGMENT } from "./shared-fields";

const RENEWAL = "renewal";

const day = (
  name: string,
  label: string,
  headers: string[],
  examples: [string, string],
  help: string,
): Field => ({
  name,
  label,
  type: "day",
  required: false,
  headers,
  examples,
  help,
});
export const textField = (
  name: string,
  label: string,
  headers: string[],
  examples: [string, string],
  help: string,
): Field => ({
  name,
  label,
  type: "text",
  required: false,
  headers,
  examples,
  help,
});

/** Columns of the deal by field, where the value is the column's as it stands. */
const PLAIN = {
  name: "name",
  stage: "stage",
  kind: "kind",
  amount: "amount_usd",
  expected_close: "expected_close_date",
  owner: "owner_name",
  segment: "segment",
  channel: "channel",
  won: "is_won",
} as const;
const MOMENTS = { created: "created_at", qualified: "qualified_at", closed: "closed_at" } as const;
/** The spine keeps moments and CRMs export days; noon is inside the day in every reading of it. */
const atNoon = (date: string): string => `${date}T12:00:00Z`;
const dayOf = (column: string): string => `min(to_char(s.${column} at time zone 'UTC', 'YYYY-MM-DD'))`;

export const PIPELINE: Kind = {
  id: "pipeline",
  title: "Pipeline",
  help: "A row states one deal as it stands: its stage, amount and dates. What the file has no column for stays as it is.",
  fields: [
    {
      ...textField(
        "deal_id",
        "Deal ID",
        ["id", "opportunity id", "deal", "opportunity", "record id", "crm id"],
        ["D-1042", "D-1043"],
        "The id under which the CRM keeps the deal.",
      ),
      required: true,
    },
    {
      ...textField(
        "name",
        "Name",
        ["deal name", "opportunity name", "title"],
        ["Amber Labs, platform", "Copper Rail, renewal"],
        "What the deal is called.",
      ),
      required: true,
    },
    {
      ...textField(
        "stage",
        "Stage",
        ["deal stage", "opportunity stage", "pipeline stage"],
        ["qualified", "negotiation"],
        "The stage that the deal stands in; stages are defined by an import of their own.",
      ),
      required: true,
    },
    {
      name: "kind",
      label: "Kind",
      type: "word",
      required: true,
      headers: ["type", "deal type", "opportunity type"],
      words: {
        [BOOKING_KINDS[0]]: ["new business", "new", "new logo", "new customer"],
        [BOOKING_KINDS[1]]: [
          "upsell",
          "cross sell",
          "existing business",
          "add on",
          "existing customer upgrade",
        ],
        [RENEWAL]: ["renew", "renewals", "existing customer renewal"],
      },
      examples: ["new_business", "renewal"],
      help: "new_business, expansion or renewal; renewals are no bookings.",
    },
    {
      ...AMOUNT,
      required: false,
      headers: ["amount", "deal amount", "value", "deal value", "acv", "arr"],
      belowZero: false,
      examples: ["48000.00", "120,000.00"],
    },
    {
      ...day(
        "expected_close",
        "Expected close",
        ["close date", "expected close date", "closing date", "forecast close"],
        ["2026-08-15", "2026-11-30"],
        "The day on which it is expected to close.",
      ),
      mayLieAhead: true,
    },
    textField(
      "owner",
      "Owner",
      ["owner name", "deal owner", "opportunity owner", "sales rep", "account executive"],
      ["Ana Duarte", "Ben Ito"],
      "Whose deal it is; a qualified deal without an owner fails CRM hygiene.",
    ),
    {
      ...day(
        "created",
        "Created",
        ["created date", "create date", "created on", "opened"],
        ["2026-01-12", "2026-02-03"],
        "The day on which it was opened.",
      ),
      required: true,
    },
    day(
      "qualified",
      "Qualified",
      ["qualified date", "qualified on", "sql date"],
      ["2026-02-01", ""],
      "The day on which it became qualified pipeline; blank as long as it is not.",
    ),
    {
      ...day(
        "closed",
        "Closed",
        ["closed date", "closed on", "actual close date"],
        ["", ""],
        "The day on which it was won or lost; blank as long as it is open.",
      ),
      // Refused below, with the column into which such a day belongs.
      mayLieAhead: true,
    },
    {
      name: "won",
      label: "Won",
      type: "yesNo",
      required: false,
      headers: ["is won", "outcome", "won lost", "result"],
      examples: ["", ""],
      help: "yes or no, for deals that are closed.",
    },
    SEGMENT,
    textField(
      "channel",
      "Channel",
      ["lead source", "source"],
      ["partners", ""],
      "The channel that the deal came from.",
    ),
    textField(
      "customer",
      "Customer",
      ["account", "account name", "company", "customer name"],
      ["Amber Labs", "Copper Rail"],
      "Whom the deal is with.",
    ),
  ],
  state(values, context) {
    const faults = datesFault(values, context);
    if (faults.length > 0) return faults;
    const id = context.opportunity(textOf(values.deal_id));
    const named = textOf(values.customer);
    const account = named === "" ? null : context.account(named);
    if (account !== null && "what" in account) return [account];
    const says: Record<string, Value> = {};
    const row: Record<string, unknown> = { id };
    const note = (field: string, column: string, value: unknown) => {
      row[column] = value;
      // That a field is blank is said too, or taking a date back would change nothing.
      says[field] = values[field] ?? null;
    };
    for (const [field, column] of Object.entries(PLAIN))
      if (context.has(field)) note(field, column, values[field] ?? null);
    for (const [field, column] of Object.entries(MOMENTS))
      if (context.has(field)) note(field, column, values[field] ? atNoon(textOf(values[field])) : null);
    if (context.has("customer")) {
      row.account_id = account?.id ?? null;
      says.customer = account?.id ?? null;
    }
    return {
      key: keyOf("pipeline", [id]),
      wider: [],
      says,
      row,
      ...(account && {
        account: {
          ...account,
          segment: textOf(values.segment) || null,
          status: "prospect" as const,
          since: textOf(values.created),
        },
      }),
    };
  },
  spine: {
    table: "spine_opportunities",
    types: [],
    parts: ["s.id::text"],
    totals: [],
    says: {
      name: "min(s.name)",
      stage: "min(s.stage)",
      kind: "min(s.kind)",
      amount: "min(s.amount_usd)",
      expected_close: "min(s.expected_close_date::text)",
      owner: "min(s.owner_name)",
      segment: "min(s.segment)",
      channel: "min(s.channel)",
      won: "bool_or(s.is_won)",
      created: dayOf("created_at"),
      qualified: dayOf("qualified_at"),
      closed: dayOf("closed_at"),
      customer: "min(s.account_id::text)",
    },
  },
  checks: [],
};

function datesFault(values: Values, { has, today }: RowContext): RowFault[] {
  const [created, qualified, closed] = [values.created, values.qualified, values.closed].map(textOf);
  const faults: RowFault[] = [];
  const fault = (field: string, what: string, remedy: string) => faults.push({ field, what, remedy });
  if (qualified && created && qualified < created)
    fault("qualified", "The deal was qualified before it was created.", "Correct one of the two days.");
  if (closed && created && closed < created)
    fault("closed", "The deal was closed before it was created.", "Correct one of the two days.");
  if (closed && closed > today)
    fault("closed", "The deal closes in the future.", "Put the day into the expected close.");
  if (closed && (values.won === null || values.won === undefined))
    fault(
      "won",
      "The deal is closed, and neither won nor lost.",
      has("won") ? "Write yes or no." : "Add a column that says yes or no.",
    );
  if (!closed && typeof values.won === "boolean" && has("closed"))
    fault(
      "closed",
      "The deal is won or lost and has no day on which it closed.",
      "Add the day, or leave the outcome blank.",
    );
  return faults;
}
