// A company that one story has to itself, with Larkfield's figures: what is decided in it disturbs no other story.
import type { Page } from "@playwright/test";
import { invite, takeUpInvitation } from "./administration";
import type { Person } from "./people";
import { asSuperuser, commandWith } from "./server";

/** In the order in which foreign keys allow copying. */
const SPINE = [
  "optimizer_configs",
  "spine_campaigns",
  "spine_campaign_channels",
  "spine_accounts",
  "spine_opportunities",
  "spine_crm_activities",
  "revenue_events",
  "events_raw",
] as const;
/** Says how far the demonstration was made, which is no setting of a company. */
const MARKER = "demo.seed";

export type FoundedCompany = { slug: string; administrator: Required<Person> };

type Founding = {
  name: string;
  /** The first day of the plan's month 0. */
  planStart: string;
  /** When the company is made, where the story's clock is held. */
  at?: string;
};

/** `npm run company:create`: a policy in force, an administrator with a password for once, and not one figure. */
export async function foundEmptyCompany({ name, planStart, at }: Founding): Promise<FoundedCompany> {
  const slug = `story-${Date.now().toString(36)}`;
  const person = { name: "Ada Founder", email: `ada@${slug}.example`, company: slug, role: "Administrator" };
  const made = await commandWith(
    at === undefined ? {} : { REVENUE_OS_TEST_NOW: at },
    "company-create",
    ...["--name", name, "--slug", slug, "--plan-start", planStart],
    ...["--admin-name", person.name, "--admin-email", person.email],
  );
  const password = / signs in with (\S+) within /.exec(made.output)?.[1];
  if (made.code !== 0 || password === undefined) throw new Error(`No company was made: ${made.output}`);
  return { slug, administrator: { ...person, password } };
}

/** An empty company, and then the two years of figures that a company would load through its interface. */
export async function foundCompany(name: string): Promise<FoundedCompany> {
  const company = await foundEmptyCompany({ name, planStart: await larkfieldsPlanStart() });
  await copySpine(company.slug);
  return company;
}

/** Somebody new with this role is signed in at this page, which comes back. */
export async function joined(admin: Page, page: Page, company: string, role: string): Promise<Page> {
  await takeUpInvitation(page, await invite(admin, company, role));
  return page;
}

function larkfieldsPlanStart(): Promise<string> {
  return asSuperuser(async (client) => {
    const { rows } = await client.query<{ day: string }>(
      "select plan_start::text as day from tenants where slug = 'larkfield'",
    );
    return rows[0]?.day ?? "";
  });
}

function copySpine(slug: string): Promise<void> {
  return asSuperuser(async (client) => {
    for (const table of SPINE) {
      const own = table === "optimizer_configs" ? `and r.key <> '${MARKER}'` : "";
      const changed = table === "optimizer_configs" ? `, 'updated_by', null` : "";
      await client.query(
        `insert into ${table}
         select (jsonb_populate_record(null::${table},
           to_jsonb(r) || jsonb_build_object('tenant_id', made.id${changed}))).*
         from ${table} r join tenants l on l.id = r.tenant_id, tenants made
         where l.slug = 'larkfield' and made.slug = $1 ${own}`,
        [slug],
      );
    }
  });
}
