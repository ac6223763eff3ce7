// Says whether sources have changed since something was made of them, by their content: times lie after a checkout.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

function* filesUnder(path, isWanted) {
  const stat = statSync(path);
  if (stat.isFile()) {
    yield path;
    return;
  }
  for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const child = join(path, entry.name);
    if (!isWanted(entry.name)) continue;
    if (entry.isDirectory() || entry.isFile()) yield* filesUnder(child, isWanted);
  }
}

export function fingerprint(root, names, { isWanted = () => true, extra = "" } = {}) {
  const hash = createHash("sha256").update(extra);
  for (const name of names) {
    const path = join(root, name);
    if (!existsSync(path)) continue;
    for (const file of filesUnder(path, isWanted)) {
      hash.update(`\0${relative(root, file)}\0`).update(readFileSync(file));
    }
  }
  return hash.digest("hex");
}

/** The text of a marker file, or null: a marker is written last, so without it the thing is not whole. */
export function readMarker(path) {
  return existsSync(path) ? readFileSync(path, "utf8").trim() : null;
}
