// One program at a time per folder. The lock names the process that holds it; a lock whose process is gone (a crash,
// kill -9, a restarted machine) is taken over.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { identify, isSameProcessAlive } from "./process-identity.mjs";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function read(path) {
  try {
    const text = readFileSync(path, "utf8");
    return { text, holder: JSON.parse(text) };
  } catch {
    return null;
  }
}

/** Who holds the lock now, or null. */
export function lockHolder(path) {
  const holder = read(path)?.holder;
  return isSameProcessAlive(holder) ? holder : null;
}

/** Takes the lock or returns null. `note` is kept with it for whoever finds the lock taken. */
export function tryLock(path, note = {}) {
  const mine = `${path}.${process.pid}`;
  const text = JSON.stringify({ ...identify(process.pid), ...note });
  writeFileSync(mine, text);
  try {
    removeIfStale(path);
    linkSync(mine, path);
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    return null;
  } finally {
    rmSync(mine, { force: true });
  }
  return {
    release() {
      if (read(path)?.text === text) rmSync(path, { force: true });
    },
  };
}

/** Renaming is the test of who removes it: of two programs that find the same stale lock, one renames it. */
function removeIfStale(path) {
  const found = read(path);
  if (found === null || isSameProcessAlive(found.holder)) return;
  const aside = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (error.code === "ENOENT") return;
    throw error;
  }
  const taken = read(aside);
  // Between reading and renaming another program may have taken over; then its lock goes back to its place.
  if (taken !== null && isSameProcessAlive(taken.holder)) linkSync(aside, path);
  rmSync(aside, { force: true });
}

/** Waits for the lock; `onWait` is called once with its holder, and may throw. */
export async function lock(path, { waitMs, note, onWait = () => undefined, stopped = () => undefined }) {
  const until = Date.now() + waitMs;
  for (let first = true; ; first = false) {
    stopped();
    const held = tryLock(path, note);
    if (held !== null) return held;
    if (first) onWait(lockHolder(path));
    if (Date.now() > until) return null;
    await pause(200);
  }
}
