// The worker that `npm start` runs beside the application. One that ends unexpectedly is started again, after a pause
// that grows while it keeps ending; the application goes on meanwhile, and what was cut off is taken up.
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
/** A worker that lived this long had nothing wrong with it from the start. */
const SOUND_AFTER_MS = 60_000;

/** Off for a start that only serves; workers then run elsewhere (npm run worker). */
export const wantsWorker = () => process.env.REVENUE_OS_WORKER !== "off";

export async function keepWorker({ say, pauseMs = FIRST_PAUSE_MS, ...start }) {
  const { children } = start;
  let pause = pauseMs;
  while (!children.isStopped) {
    const began = Date.now();
    const end = await runWorker(start);
    if (children.isStopped) return;
    if (Date.now() - began > SOUND_AFTER_MS) pause = pauseMs;
    say(`The worker ended unexpectedly (${end}); starting it again in ${pause / 1000} s.`);
    await new Promise((resolve) => setTimeout(resolve, pause).unref());
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }
}

function runWorker({ root, children, env, print = console.log }) {
  const endsWithUs = pathToFileURL(join(root, "scripts", "ground", "end-with-parent.mjs")).href;
  const worker = children.start(
    process.execPath,
    ["--import", endsWithUs, join(root, "scripts", "command.mjs"), "worker"],
    { cwd: root, env, onLine: print, ipc: true },
  );
  return new Promise((resolve) => {
    worker.once("error", (error) => resolve(error.message));
    worker.once("close", (code, signal) => resolve(code ?? signal));
  });
}
