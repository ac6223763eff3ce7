// Versions of a policy for the attempts: drafts in each state that an action needs, and one that is up for signature.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Answer, callAction } from "./actions";
import { brackwater, larkfield, type Person } from "./people";
import { lookUp, PROJECT } from "./server";

type Cookies = (person: Person) => Promise<string>;
type Draft = { bundleId: string; seenHash: string };

/** Higher than any version of the demonstration. What is proposed under it never comes into force, so it stays free. */
export const PROPOSED_VERSION = "900.0.0";
const RELEASE = "docs/policy/releases/vsf-TEST-CFO-001/1.0.0.json";
const TITLE = "A policy to try the doors with";

/** One draft for each action, so that none stands in the way of another. */
export async function makePolicyDrafts(cookiesOf: Cookies) {
  const active = await activeOf("larkfield");
  const begin = () => beginDraft(larkfield.fpa, cookiesOf);
  return {
    title: TITLE,
    fromBundleId: active.bundleId,
    artifacts: active.changed,
    archive: readFileSync(join(PROJECT, RELEASE), "utf8"),
    toSave: await begin(),
    toDiscard: await begin(),
    toPropose: await changeDraft(larkfield.fpa, await begin(), cookiesOf),
  };
}

/** A proposal of the other company, which has one open at most: the one there is, or one that is made. */
export async function makeProposal(cookiesOf: Cookies): Promise<string> {
  const open = await bundleOf("brackwater", "PROPOSED", "b.id");
  if (open !== null) return open;
  const draft = await changeDraft(brackwater.fpa, await beginDraft(brackwater.fpa, cookiesOf), cookiesOf);
  const reason = "To see who may take it back.";
  const answer = await by(brackwater.fpa, cookiesOf)("proposePolicyAction", {
    ...draft,
    version: PROPOSED_VERSION,
    reason,
  });
  return bundleIn(answer).bundleId;
}

const by = (person: Person, cookiesOf: Cookies) => async (name: string, given: unknown) =>
  callAction({ name, args: [person.company, given], cookies: await cookiesOf(person) });

async function beginDraft(person: Person, cookiesOf: Cookies): Promise<Draft> {
  const { bundleId: fromBundleId } = await activeOf(person.company);
  const given = { fromBundleId, title: TITLE };
  return bundleIn(await by(person, cookiesOf)("startPolicyDraftAction", given));
}

async function changeDraft(person: Person, draft: Draft, cookiesOf: Cookies): Promise<Draft> {
  const { changed: artifacts } = await activeOf(person.company);
  const given = { ...draft, title: TITLE, artifacts };
  return bundleIn(await by(person, cookiesOf)("savePolicyDraftAction", given));
}

function bundleIn(answer: Answer): Draft {
  if (!answer.ok) throw new Error(`Preparing the attempts failed: ${JSON.stringify(answer)}`);
  return { bundleId: String(answer.value.bundleId), seenHash: String(answer.value.hash) };
}

/** The policy in force, and the same with another principle. */
async function activeOf(slug: string) {
  const bundleId = await bundleOf(slug, "ACTIVE", "b.id");
  const artifacts = JSON.parse((await bundleOf(slug, "ACTIVE", "b.artifacts::text")) ?? "{}");
  artifacts.gating_rules.gating_rules.principles.push("Whoever tries a door finds it locked");
  return { bundleId, changed: artifacts };
}

const bundleOf = (slug: string, status: string, what: "b.id" | "b.artifacts::text") =>
  lookUp(
    `select ${what} as found from policy_bundles b join tenants t on t.id = b.tenant_id
     where t.slug = $1 and b.status = $2`,
    [slug, status],
  );
