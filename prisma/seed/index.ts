import { z } from "zod";
import { hashPassword } from "../../lib/auth/password";
import { connect } from "../../lib/db/client";
import { inTenant, type Transaction } from "../../lib/db/tenant-transaction";
import { boardPackSteps } from "./board-pack-steps";
import { activatePolicy, insertCompany } from "./companies";
import { cycleSteps } from "./cycle-steps";
import { type CompanyStory, type SeedCalendar, seedCalendar } from "./generator/company";
import { demoHolidays, generateSpine } from "./generator/generate";
import { STORIES } from "./generator/stories";
import { governanceSteps } from "./governance-steps";
import { loadSpine } from "./load";
import { DEMO_PASSWORD, DEMO_PEOPLE } from "./people";
import { policySteps } from "./policy-steps";
import { requestSteps } from "./requests/steps";
import { digestSteps } from "./revenue/digests";
import { computeHistory, revenueSteps } from "./revenue/history";
import { reviewSteps } from "./review-steps";

export type SeedOptions = {
  /** The application's own role: the seed has no more rights than the application. */
  databaseUrl: string;
  /** The moment up to which the demonstration has lived. A seed that is resumed keeps its first anchor. */
  anchor: Date;
  onProgress?: (line: string) => void;
};

const MARKER = "demo.seed";
const marker = z.object({
  anchor: z.iso.datetime(),
  stage: z.enum(["people", "spine", "metrics", "complete"]),
});
type Marker = z.infer<typeof marker>;

/**
 * Makes the two demonstration companies: raw data, people and policy, and then everything that follows from
 * them by running the application's own commands month by month. May be run again at any time: each stage
 * commits together with its mark, each step of the timeline looks for what it would do, so what a kill cut off
 * is taken up where it stopped.
 */
export async function seedDemo({ databaseUrl, anchor, onProgress }: SeedOptions): Promise<void> {
  connect(databaseUrl);
  const say = onProgress ?? (() => undefined);
  const marks: Marker[] = [];
  for (const story of STORIES) marks.push(await peopleStage(story, anchor));
  await Promise.all(
    STORIES.map(async (story, position) => {
      const mark = marks[position];
      if (mark) await completeCompany(story, mark, say);
    }),
  );
}

async function peopleStage(story: CompanyStory, anchor: Date): Promise<Marker> {
  const { tenantId } = story;
  const known = await inTenant({ tenantId }, (tx) => readMarker(tx, tenantId));
  if (known) return known;
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  const mark: Marker = { anchor: anchor.toISOString(), stage: "people" };
  const calendar = seedCalendar(anchor);
  await inTenant({ tenantId }, async (tx) => {
    await insertCompany(tx, story, calendar, demoHolidays(calendar), passwordHash);
    await writeMarker(tx, tenantId, mark);
  });
  return mark;
}

async function completeCompany(
  story: CompanyStory,
  mark: Marker,
  say: (line: string) => void,
): Promise<void> {
  if (mark.stage === "complete") return say(`${story.name} is there already.`);
  const { tenantId } = story;
  const calendar = seedCalendar(new Date(mark.anchor));
  const holidays = demoHolidays(calendar);
  if (mark.stage === "people") await spineStage(story, calendar, holidays, mark);
  say(`${story.name}: eighteen months of data are in.`);
  if (mark.stage !== "metrics") {
    await computeHistory(story, calendar);
    await inTenant({ tenantId }, (tx) => writeMarker(tx, tenantId, { ...mark, stage: "metrics" }));
  }
  await activatePolicy(story, calendar);
  const steps = [
    ...(await cycleSteps(story, calendar, holidays)),
    ...requestSteps(story, calendar),
    ...governanceSteps(story, calendar),
    ...revenueSteps(story, calendar),
    ...digestSteps(story, calendar),
    ...boardPackSteps(story, calendar),
    ...reviewSteps(story, calendar),
    ...policySteps(story, calendar),
  ];
  for (const step of steps.toSorted((one, other) => one.at.getTime() - other.at.getTime())) await step.run();
  await inTenant({ tenantId }, (tx) => writeMarker(tx, tenantId, { ...mark, stage: "complete" }));
  say(`${story.name}: ${steps.length} steps of its history have been run.`);
}

async function spineStage(
  story: CompanyStory,
  calendar: SeedCalendar,
  holidays: readonly string[],
  mark: Marker,
): Promise<void> {
  const { tenantId } = story;
  const rows = generateSpine(story, calendar, holidays);
  await inTenant({ tenantId }, async (tx) => {
    await loadSpine(tx, rows);
    await writeMarker(tx, tenantId, { ...mark, stage: "spine" });
  });
}

async function readMarker(tx: Transaction, tenantId: string): Promise<Marker | null> {
  const row = await tx.optimizerConfig.findUnique({ where: { tenantId_key: { tenantId, key: MARKER } } });
  return row ? marker.parse(row.value) : null;
}

async function writeMarker(tx: Transaction, tenantId: string, value: Marker): Promise<void> {
  await tx.optimizerConfig.upsert({
    where: { tenantId_key: { tenantId, key: MARKER } },
    create: { tenantId, key: MARKER, value },
    update: { value },
  });
}

/** Who may sign in to the demonstration, for the words that a start prints. */
export const demoLogins = STORIES.flatMap((story) =>
  DEMO_PEOPLE.flatMap(({ email, memberships }) => {
    const membership = memberships.find(({ tenantId }) => tenantId === story.tenantId);
    return membership ? [{ email, password: DEMO_PASSWORD, role: membership.role, company: story.name }] : [];
  }),
);
