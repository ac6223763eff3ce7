import { createHash } from "node:crypto";
import { canonicalJson } from "../canonical-json";
import type { PackContent, PackDocument } from "./content";

const sha256 = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");

/** Of the frozen data alone, set when the pack is made. */
export const contentHash = (content: PackContent): string => sha256(canonicalJson(content));

/** Of data, memo and release together: what the PDF is made from, and nothing else. */
export const dataHash = ({ content, memo, release }: PackDocument): string =>
  sha256(canonicalJson({ content, memo, release }));

export const pdfHash = (pdf: Uint8Array): string => sha256(pdf);
