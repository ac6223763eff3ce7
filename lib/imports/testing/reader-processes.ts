import { execFileSync } from "node:child_process";

/** The processes that this one has started to read files, and that still run. */
export function readerProcesses(): number[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
  return lines.flatMap((line) => {
    const [pid, parent] = line.trim().split(/\s+/).map(Number);
    return parent === process.pid && line.includes("read-import.mjs") && pid !== undefined ? [pid] : [];
  });
}
