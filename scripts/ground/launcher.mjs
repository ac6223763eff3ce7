// `npm start` runs this program under npm and a shell. When npm is killed outright it tells nobody, so this program looks.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { identify, isSameProcessAlive } from "./process-identity.mjs";

const LOOK_EVERY_MS = 500;

function parentAndName(pid) {
  try {
    if (process.platform === "linux") {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
      return { parent, name: readFileSync(`/proc/${pid}/cmdline`, "utf8") };
    }
    const [parent, ...name] = execFileSync("ps", ["-o", "ppid=,command=", "-p", String(pid)], {
      encoding: "utf8",
    })
      .trim()
      .split(/\s+/);
    return { parent: Number(parent), name: name.join(" ") };
  } catch {
    return null;
  }
}

/** The npm this program was started by, looked for a few generations up; null when it was started directly. */
function launchingNpm() {
  if (!process.env.npm_lifecycle_event) return null;
  let pid = process.ppid;
  for (let generation = 0; generation < 4 && pid > 1; generation += 1) {
    const found = parentAndName(pid);
    if (found === null) return null;
    if (/^npm |npm-cli\.js|[\\/]npm\0/.test(found.name)) return identify(pid);
    pid = found.parent;
  }
  return null;
}

export function watchLauncher(onGone) {
  const npm = launchingNpm();
  if (npm === null) return;
  const look = setInterval(() => {
    if (isSameProcessAlive(npm)) return;
    clearInterval(look);
    onGone();
  }, LOOK_EVERY_MS);
  look.unref();
}
