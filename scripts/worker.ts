// npm run worker: takes jobs from the queue of a running Revenue OS, beside the one that `npm start` starts. Any number
// of them share the work. Ctrl-C lets it finish what it has begun.
import { env } from "@/lib/env";
import { ALL_BELLS } from "@/lib/jobs/schedule";
import { ALL_JOBS } from "@/lib/jobs/tasks/index";
import { startWorker } from "@/lib/jobs/worker";
import { refuseUnlimitedRole } from "./database/outside";
import { runningDatabase } from "./database/project-database";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** Less than `npm start` waits before it ends a program outright. A job that takes longer is taken up again. */
const FINISH_WITHIN_MS = 6000;
const MAY_NOT = "42501";

const say = (line: string) => console.log(line);

function endAtOnce(reason: string): never {
  console.error(`The worker ends at once. ${reason}`);
  process.exit(1);
}

export async function main(): Promise<void> {
  const { appUrl } = await runningDatabase();
  await refuseUnlimitedRole(appUrl);
  process.env.DATABASE_URL = appUrl;
  // The worker signs no session; only production insists that its settings are those of the application.
  if (process.env.REVENUE_OS_MODE !== "production")
    process.env.NEXTAUTH_SECRET ||= "no session is signed by a worker of jobs";
  const bells = env().REVENUE_OS_WORKER === "on-demand" ? [] : ALL_BELLS;
  const options = { url: appUrl, jobs: ALL_JOBS, bells, say, onFatal: endAtOnce };
  const worker = await startWorker(options).catch(refuseMissingQueue);
  say(
    bells.length > 0
      ? "The worker takes jobs, and rings by the clock."
      : "The worker takes jobs that are asked for.",
  );
  let isStopping = false;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (isStopping) process.exit(1);
      isStopping = true;
      setTimeout(() => {
        say("A job was not finished in time; the next worker takes it up.");
        process.exit(0);
      }, FINISH_WITHIN_MS);
      worker.stop().catch((error: Error) => endAtOnce(error.message));
    });
  }
  await worker.ended;
  // The channel to whoever started this would keep it alive.
  process.exit(isStopping ? 0 : 1);
}

function refuseMissingQueue(error: unknown): never {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code !== MAY_NOT && code !== "42P01") throw error;
  throw new Error(
    "The job queue's tables are missing or of an older version: run npm run db:migrate with DATABASE_OWNER_URL set.",
    { cause: error },
  );
}
