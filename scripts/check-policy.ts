// Every policy in docs/policy must compile without a finding: a bundle with one blocks every request.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { compile, findingText } from "@/kernel/enforcement";
import { projectRoot } from "./database/project";

/** The artifacts by name, as texts: trigger_spec.json is trigger_spec. */
function artifactsIn(folder: string): Record<string, string> {
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return Object.fromEntries(
    files.map((name) => [basename(name, ".json"), readFileSync(join(folder, name), "utf8")]),
  );
}

export async function main(): Promise<void> {
  const policies = join(projectRoot(), "docs", "policy");
  const names = existsSync(policies)
    ? readdirSync(policies, { withFileTypes: true }).flatMap((each) =>
        each.isDirectory() ? [each.name] : [],
      )
    : [];
  if (names.length === 0) throw new Error("docs/policy holds no policy: add the folder of at least one.");
  for (const name of names) {
    const { findings } = compile(artifactsIn(join(policies, name)));
    for (const finding of findings) console.error(`${name}: ${finding.code} ${findingText(finding)}`);
    if (findings.length > 0) process.exitCode = 1;
    console.log(`${name}: ${findings.length} findings.`);
  }
}
