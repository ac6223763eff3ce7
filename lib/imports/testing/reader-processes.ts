import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** The processes that this one has started to read files, and that still run. */
export function readerProcesses(): number[] {
  return running().flatMap(({ pid, parent, command }) =>
    parent === process.pid && command.includes("read-import.mjs") ? [pid] : [],
  );
}

type Running = { pid: number; parent: number; command: string };

/** A bare Linux has no `ps`. */
function running(): Running[] {
  if (process.platform === "linux")
    return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? ofLinux(Number(name)) : []));
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
  return lines.map((line) => {
    const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
    return { pid, parent, command: line };
  });
}

function ofLinux(pid: number): Running[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return [{ pid, parent: Number(parent), command: readFileSync(`/proc/${pid}/cmdline`, "utf8") }];
  } catch (error) {
    // It has ended since the list was read.
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ESRCH"))
      return [];
    throw error;
  }
}
