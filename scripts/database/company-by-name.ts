// A company as a person names it on the command line: by its slug, or by its id.
import { withClient } from "./prepare";

export interface NamedCompany {
  id: string;
  slug: string;
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The owner may list every company, in maintenance; the application's role sees none before it is told which. */
export async function companyByName(ownerUrl: string, name: string): Promise<NamedCompany> {
  const all = await withClient(ownerUrl, async (owner) => {
    await owner.query("select set_config('app.maintenance', 'on', false)");
    return (await owner.query<NamedCompany>("select id, slug from tenants order by slug")).rows;
  });
  const company = all.find(({ id, slug }) => slug === name || id === name.toLowerCase());
  if (company) return company;
  if (all.length === 0 && ID.test(name)) return { id: name.toLowerCase(), slug: name };
  throw new Error(
    all.length === 0
      ? "Only the owner of the tables can find a company by its name: set DATABASE_OWNER_URL, or give --tenant its id."
      : `There is no company ${name}.`,
  );
}
