// A process number alone says little: after a crash, and in containers most of all, another program may carry the
// number we wrote down. A process is therefore known by its number and the moment at which it began.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** What `ps -o lstart=` or /proc says about when the process began; null when there is no such process. */
export function startMoment(pid) {
  if (process.platform === "linux") {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return fields[0] === "Z" ? null : (fields[19] ?? null);
    } catch {
      return null;
    }
  }
  try {
    const options = { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] };
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], options).trim() || null;
  } catch {
    return null;
  }
}

export function identify(pid) {
  return { pid, began: startMoment(pid) };
}

/** True while the very process that was written down is running. */
export function isSameProcessAlive(identity) {
  return identity?.began != null && startMoment(identity.pid) === identity.began;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Ends the process group of a process we started earlier, politely first; returns when it is gone. */
export async function endProcessGroup(identity, { politeMs = 5000, signal = "SIGTERM" } = {}) {
  for (const [name, waitMs] of [
    [signal, politeMs],
    ["SIGKILL", 5000],
  ]) {
    const until = Date.now() + waitMs;
    if (!isSameProcessAlive(identity)) return;
    sendToGroup(identity.pid, name);
    while (Date.now() < until && isSameProcessAlive(identity)) await pause(50);
  }
}

function sendToGroup(pid, signal) {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
      return;
    } catch (error) {
      if (error.code === "EPERM") throw error;
    }
  }
}
