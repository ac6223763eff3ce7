import { addMonths } from "../../queries/cycle-calendar";
import { REVENUE_EVENTS } from "../../queries/spine-vocabulary";
import { type CrossCheck, type Kind, keyOf, numberOf, type RowFault, textOf } from "./kind";
import { AMOUNT, bookedAt, MONTH, MONTH_SQL, SEGMENT } from "./shared-fields";

const MOVEMENTS = {
  new: REVENUE_EVENTS.new,
  expansion: REVENUE_EVENTS.expansion,
  contraction: REVENUE_EVENTS.contraction,
  churn: REVENUE_EVENTS.churn,
} as const;
type Movement = keyof typeof MOVEMENTS;

/**
 * A customer of an opening balance was won at a time that the file does not tell. The row is dated thirteen months
 * before the bridge begins: inside the cohort that retention is reckoned on, and outside every window in which new
 * ARR is counted as won.
 */
const WON_MONTHS_BEFORE = 13;

/** Opening balances are marked, because the closing balance of the month before is another statement of the same. */
const KIND_SQL = `case
    when s.payload ->> 'stated' = 'opening' then 'opening balance'
    when s.event_type = '${REVENUE_EVENTS.balance}' then 'closing balance'
    else substr(s.event_type, 5) end`;
const KEY_MONTH_SQL = `coalesce(s.payload ->> 'opens', ${MONTH_SQL})`;

export const ARR_BRIDGE: Kind = {
  id: "arr-bridge",
  title: "ARR bridge",
  help: "A row states one customer's movement of ARR in one month, or the balance of all customers.",
  fields: [
    MONTH,
    {
      name: "movement",
      label: "Movement",
      type: "word",
      required: true,
      headers: ["type", "movement type", "arr movement", "category", "event"],
      words: {
        new: ["new arr", "new business", "new logo", "new customer", "win"],
        expansion: ["upsell", "upgrade", "cross sell", "expansion arr", "growth"],
        contraction: ["downgrade", "downsell", "contraction arr", "reduction"],
        churn: ["churned", "churn arr", "lost", "cancellation", "cancelled"],
        "opening balance": ["opening", "opening arr", "beginning arr", "beginning balance", "starting arr"],
        "closing balance": ["closing", "closing arr", "ending arr", "ending balance", "balance"],
      },
      examples: ["new", "closing balance"],
      help: "new, expansion, contraction, churn, opening balance or closing balance.",
    },
    {
      name: "customer",
      label: "Customer",
      type: "text",
      required: false,
      headers: ["customer name", "account", "account name", "client", "company"],
      examples: ["Amber Labs", ""],
      help: "Needed for movements, because retention is reckoned by customer. Blank for the balance of all customers; an opening balance may be stated by customer as well.",
    },
    {
      ...AMOUNT,
      label: "ARR (USD)",
      headers: ["arr", "arr usd", "amount", "value", "movement amount", "annual recurring revenue"],
      belowZero: false,
      belowZeroRemedy: "State the amount without its sign; the movement says in which direction it goes.",
      examples: ["24000.00", "9,280,000.00"],
    },
    SEGMENT,
    {
      name: "channel",
      label: "Channel",
      type: "text",
      required: false,
      headers: ["lead source", "source", "acquisition channel"],
      examples: ["paid search", ""],
      help: "The channel through which a new customer was won.",
    },
  ],
  state(values, context) {
    const month = textOf(values.month);
    const movement = textOf(values.movement);
    const named = textOf(values.customer);
    const isBalance = movement === "closing balance" || (movement === "opening balance" && named === "");
    if (!isBalance && named === "") return [NO_CUSTOMER];
    if (movement === "closing balance" && named !== "") return [BALANCE_OF_ONE];
    const amount = numberOf(values.amount);
    if (isBalance) return balance(month, movement, amount);
    const account = context.account(named);
    if ("what" in account) return [account];
    const opening = movement === "opening balance";
    const at = opening ? bookedAt(addMonths(month, -WON_MONTHS_BEFORE)) : bookedAt(month);
    const segment = textOf(values.segment) || null;
    const channel = textOf(values.channel) || null;
    return {
      key: keyOf("arr-bridge", [month, movement, account.id]),
      wider: [],
      says: { amount, ...(segment && { segment }), ...(channel && { channel }) },
      account: { ...account, segment, status: "customer", since: at.slice(0, 10) },
      row: {
        event_type: opening ? REVENUE_EVENTS.new : MOVEMENTS[movement as Movement],
        occurred_at: at,
        account_id: account.id,
        channel,
        segment,
        amount_usd: amount,
        payload: opening ? { stated: "opening", opens: month } : {},
      },
      check: { month, movement: opening ? "customer opening" : movement },
    };
  },
  spine: {
    table: "revenue_events",
    types: [...Object.values(MOVEMENTS), REVENUE_EVENTS.balance],
    parts: [KEY_MONTH_SQL, KIND_SQL, "coalesce(s.account_id::text, '')"],
    totals: [],
    says: {
      // Movements of a key add up; of several statements of one balance the newest holds.
      amount: `case when min(s.event_type) = '${REVENUE_EVENTS.balance}'
        then (array_agg(s.amount_usd order by s.occurred_at desc, s.received_at desc))[1] else sum(s.amount_usd) end`,
      segment: "min(s.segment)",
      channel: "min(s.channel)",
    },
  },
  checks: [bridgeAddsUp(), openingStatedOnce()],
};

function balance(month: string, movement: string, amount: number) {
  const opening = movement === "opening balance";
  return {
    key: keyOf("arr-bridge", [month, movement, ""]),
    wider: [],
    says: { amount },
    row: {
      event_type: REVENUE_EVENTS.balance,
      // The closing balance of the month before, if it is stated too, is the later word on the same day.
      occurred_at: opening ? bookedAt(addMonths(month, -1), "00:00:00") : bookedAt(month),
      account_id: null,
      amount_usd: amount,
      payload: opening ? { stated: "opening", opens: month } : {},
    },
    check: { month, movement },
  };
}

const NO_CUSTOMER: RowFault = {
  field: "customer",
  what: "The customer is missing.",
  remedy: "Name the customer whose ARR moved; retention is reckoned by customer.",
};
const BALANCE_OF_ONE: RowFault = {
  field: "customer",
  what: "A closing balance is stated for one customer.",
  remedy: "Leave the customer blank and state the balance of all of them.",
};

/**
 * Opening + new + expansion − contraction − churn = closing, for each month that the file touches, with what stands in
 * the spine in the place of what the file does not state. A month without movements or without both balances is not
 * judged. Told at the closing balance, or at the month's first row where that is not in the file.
 */
function bridgeAddsUp(): CrossCheck {
  return {
    name: "the bridge adds up",
    sql: `with staged as (
      select row_number, key, record -> 'check' ->> 'month' as month, record -> 'check' ->> 'movement' as movement,
        (record -> 'says' ->> 'amount')::numeric as amount
      from import_rows where tenant_id = $1::uuid and import_id = $2::uuid and record is not null
    ), standing as (
      select ${KEY_MONTH_SQL} as month, ${KIND_SQL} as movement, s.account_id, s.amount_usd as amount, s.occurred_at, s.received_at,
        jsonb_build_array('arr-bridge', ${KEY_MONTH_SQL}, ${KIND_SQL}, coalesce(s.account_id::text, ''))::text as key
      from revenue_events s
      where s.tenant_id = $1::uuid and s.event_type = any(array['arr.new', 'arr.expansion', 'arr.contraction', 'arr.churn', 'arr.balance'])
        and s.occurred_at >= (select min(to_date(month, 'YYYY-MM')) - interval '14 months' from staged)
        and s.occurred_at < (select max(to_date(month, 'YYYY-MM')) + interval '2 months' from staged)
    ), known as (
      select row_number, month, movement, amount, null::timestamptz as occurred_at from staged
      union all
      select null, month, case when movement = 'opening balance' and account_id is not null then 'customer opening' else movement end,
        amount, occurred_at
      from standing where not exists (select from staged where staged.key = standing.key)
    ), months as (
      select month, min(row_number) as first_row, max(row_number) filter (where movement = 'closing balance') as closing_row,
        (array_agg(amount order by occurred_at desc nulls first) filter (where movement = 'opening balance'))[1] as opening,
        (array_agg(amount order by occurred_at desc nulls first) filter (where movement = 'closing balance'))[1] as closing,
        sum(case when movement in ('new', 'expansion') then amount when movement in ('contraction', 'churn') then -amount end) as moved,
        sum(amount) filter (where movement = 'customer opening') as customers
      from known group by month
    ), bridges as (
      select m.*, coalesce(m.opening, before.closing) as opens, before.closing as closed_before, before.first_row as before_row
      from months m left join months before on before.month = to_char(to_date(m.month, 'YYYY-MM') - interval '1 month', 'YYYY-MM')
    )
    select coalesce(closing_row, first_row, before_row) as row_number,
      format('%s does not add up: it opens at %s, moves by %s and should close at %s; %s is stated, a difference of %s.', month,
        ${money("opens")}, ${money("moved")}, ${money("opens + moved")}, ${money("closing")}, ${money("closing - opens - moved")}) as what,
      'Correct the balance, or add the movements that are missing.' as remedy
    from bridges where opens is not null and closing is not null and moved is not null and abs(closing - opens - moved) > 1
      and coalesce(closing_row, first_row, before_row) is not null
    union all
    select coalesce(first_row, before_row), format('%s opens at %s, and the month before closes at %s.', month, ${money("opening")}, ${money("closed_before")}),
      'State the same balance for both.'
    from bridges where abs(opening - closed_before) > 1 and coalesce(first_row, before_row) is not null
    union all
    select first_row, format('The customers of %s open at %s together, and the opening balance is %s.', month, ${money("customers")}, ${money("opens")}),
      'State the opening balance of every customer, or correct the total.'
    from bridges where abs(customers - opens) > 1 and first_row is not null`,
  };
}

function money(expression: string): string {
  return `to_char(${expression}, 'FM999,999,999,999,990.00')`;
}

/** A customer's opening balance is their beginning: whoever is known before it has begun already. */
function openingStatedOnce(): CrossCheck {
  return {
    name: "an opening balance begins a customer",
    sql: `select r.row_number, 'The customer is known before this opening balance.' as what,
        'State the opening balance of new customers only; for others state movements.' as remedy
      from import_rows r
      where r.tenant_id = $1::uuid and r.import_id = $2::uuid and r.record -> 'check' ->> 'movement' = 'customer opening'
        and exists (
          select from revenue_events s
          where s.tenant_id = $1::uuid and s.account_id = (r.record -> 'row' ->> 'account_id')::uuid and s.event_type = 'arr.new'
            and ${KEY_MONTH_SQL} < r.record -> 'check' ->> 'month'
            and jsonb_build_array('arr-bridge', ${KEY_MONTH_SQL}, ${KIND_SQL}, s.account_id::text)::text <> r.key
        )`,
  };
}
