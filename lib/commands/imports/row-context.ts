import { createHash } from "node:crypto";
import type { Transaction } from "../../db/tenant-transaction";
import type { RowContext } from "../../imports/kinds/kind";
import type { Mapping } from "../../imports/mapping";
import { isoDate, monthIndexOf } from "../../queries/cycle-calendar";
import { tenantClock } from "../../queries/tenant-clock";

/** What rows of files are understood by: the company's customers, campaigns, plan and day. */
export type CompanyWords = Omit<RowContext, "has">;

/** Names are the same whatever their case and spacing. */
export const plainCustomer = (name: string): string =>
  name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
const PLAIN_SQL = "lower(btrim(regexp_replace(normalize(name, NFKC), '\\s+', ' ', 'g')))";
export const PLAIN_CUSTOMER_SQL = PLAIN_SQL;

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The same name gives the same id, so that two imports of one customer meet before either is applied. */
export function namedId(tenantId: string, what: string, name: string): string {
  const hash = createHash("sha256").update(`${tenantId}:${what}:${name}`, "utf8").digest("hex");
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `a${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join("-");
}

export async function companyWords(tx: Transaction, tenantId: string, at: Date): Promise<CompanyWords> {
  const tenant = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { planStart: true } });
  const accounts = await tx.spineAccount.findMany({ where: { tenantId }, select: { id: true, name: true } });
  const campaigns = await tx.spineCampaign.findMany({
    where: { tenantId },
    select: { id: true, name: true },
  });
  const byName = new Map<string, { id: string; name: string }[]>();
  for (const account of accounts) {
    const plain = plainCustomer(account.name);
    byName.set(plain, [...(byName.get(plain) ?? []), account]);
  }
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const campaignIds = new Map(campaigns.map(({ id, name }) => [plainCustomer(name), id]));
  const planStart = isoDate(tenant.planStart);
  const present = await tenantClock(tx, tenantId, at);
  return {
    today: isoDate(present),
    monthIndex: (month) => monthIndexOf(planStart, month),
    campaign: (name) => campaignIds.get(plainCustomer(name)) ?? name,
    opportunity: (dealId) => (GUID.test(dealId) ? dealId.toLowerCase() : namedId(tenantId, "deal", dealId)),
    account: (name) => {
      const own = GUID.test(name) ? byId.get(name.toLowerCase()) : undefined;
      if (own) return own;
      const [first, ...others] = byName.get(plainCustomer(name)) ?? [];
      if (others.length > 0)
        return {
          field: "customer",
          what: `${others.length + 1} customers are called “${name.slice(0, 80)}”.`,
          remedy: `Write the id of the one that is meant: ${[first, ...others]
            .map((each) => each?.id)
            .join(", ")
            .slice(0, 160)}.`,
        };
      return first ?? { id: namedId(tenantId, "customer", plainCustomer(name)), name };
    },
  };
}

export const contextOf = (words: CompanyWords, mapping: Mapping): RowContext => ({
  ...words,
  has: (field) => mapping[field] !== undefined,
});
