import { createHash } from "node:crypto";
import { canonicalJson } from "../../canonical-json";
import { isData } from "./set-files";

/**
 * The hash of a document of a set: `sha256:` over the canonical JSON (RFC 8785) of its data without the
 * top-level `hash`, which cannot cover itself; of a text, over its bytes with LF line ends.
 */
export function contentHash(content: unknown): string {
  if (typeof content === "string") return digest(content.replace(/\r\n?/g, "\n"));
  if (!isData(content)) throw new TypeError("a document of a policy set is an object or a text");
  const { hash: _, ...covered } = content;
  return digest(canonicalJson(covered));
}

function digest(text: string): string {
  return `sha256:${createHash("sha256").update(text, "utf8").digest("hex")}`;
}
