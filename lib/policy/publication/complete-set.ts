/** Writes what nobody writes by hand: 08's derived parts, the report 09, and every hash. */
import { parseDocument, stringify } from "yaml";
import { derivedParts, judgeConformance } from "../../../kernel/enforcement";
import { readableJson } from "./readable-json";
import {
  type Data,
  isData,
  readSet,
  SET_FILES,
  type SetData,
  type SetFault,
  type SetTexts,
} from "./set-files";
import { contentHash } from "./set-hash";

export type Completed =
  | { readonly ok: true; readonly texts: SetTexts }
  | { readonly ok: false; readonly faults: readonly SetFault[] };

/** The texts of the set as they should lie in the folder; refused when a file cannot be read at all. */
export function completeSet(texts: SetTexts): Completed {
  const report = "09_design_conformance_report.yaml";
  const read = readSet({ [report]: "outcome: FAILS\n", ...texts });
  if (read.faults.length > 0) return { ok: false, faults: read.faults };
  const bundle = { ...(read.data["08"] as Data), ...derivedParts() };
  const data: SetData = { ...read.data, "08": bundle };
  const judged = conformanceDocument(data);
  if (!judged.ok) return judged;
  const complete: SetData = { ...data, "09": judged.document };
  const result: Record<string, string> = {};
  for (const { file, number, form } of SET_FILES.slice(1)) {
    const hash = contentHash(complete[number]);
    const text = texts[file] ?? "";
    if (number === "08") result[file] = readableJson({ ...bundle, hash });
    else if (number === "09") result[file] = yamlText({ ...judged.document, hash });
    else result[file] = form === "text" ? text : withHash(text, form, hash);
  }
  result["00_master_registry.yaml"] = registryText(texts["00_master_registry.yaml"] ?? "", complete);
  return { ok: true, texts: result };
}

/** Puts the hash in the place where the text has one, and leaves every other character as it is. */
function withHash(text: string, form: "json" | "yaml", hash: string): string {
  return form === "json"
    ? text.replace(/^ {2}"hash": *"[^"]*"/m, `  "hash": "${hash}"`)
    : text.replace(/^hash:.*$/m, `hash: "${hash}"`);
}

function registryText(text: string, data: SetData): string {
  const registry = parseDocument(text);
  const entries = registry.toJS().artifacts as Data[];
  entries.forEach(({ file }, index) => {
    const known = SET_FILES.find((each) => each.file === file);
    if (known) registry.setIn(["artifacts", index, "hash"], contentHash(data[known.number]));
  });
  registry.setIn(["hash"], contentHash(registry.toJS()));
  return registry.toString({ lineWidth: 0 });
}

/** Quoted wherever a reader of YAML 1.1 would take a text for a date or a number, so that every reader sees one document. */
const yamlText = (document: Data): string =>
  stringify(document, { lineWidth: 0, version: "1.1", schema: "yaml-1.1" });

type Judged =
  | { readonly ok: true; readonly document: Data }
  | { readonly ok: false; readonly faults: readonly SetFault[] };

/** File 09 as it must be: what 07 and 05 say of 08, with the hashes of what was judged and by what. */
export function conformanceDocument(data: SetData): Judged {
  const judged = judgeConformance(data);
  if (!judged.ok) {
    const faults = judged.issues.map(({ file, path, message }) => ({
      file: SET_FILES.find(({ number }) => number === file)?.file ?? file,
      path,
      message,
    }));
    return { ok: false, faults };
  }
  const registry = isData(data["00"]) ? data["00"] : {};
  const entries = Array.isArray(registry.artifacts) ? registry.artifacts.filter(isData) : [];
  const own = entries.find(({ type }) => type === "design_conformance_report");
  const { outcome, checklist, references } = judged.report;
  const document = {
    id: own?.id,
    version: own?.version,
    created_at: registry.created_at,
    scope: registry.scope,
    invariants: [
      "It is generated from files 05, 07 and 08 and never written by hand.",
      "The same three files give the same report.",
    ],
    hash: "",
    outcome,
    judged: Object.fromEntries(
      (["01", "05", "07", "08"] as const).map((number) => [number, contentHash(data[number])]),
    ),
    checklist: checklist.map(({ id, clause, says, predicate, code, holds, values, faults }) => ({
      id,
      clause,
      says,
      predicate,
      code,
      result: holds ? "HOLDS" : "FAILS",
      values,
      ...(holds ? {} : { faults }),
    })),
    references: references.map(({ id, says, code, holds, names, faults }) => ({
      id,
      says,
      code,
      result: holds ? "HOLDS" : "FAILS",
      names,
      ...(holds ? {} : { faults }),
    })),
  };
  return { ok: true, document: JSON.parse(JSON.stringify(document)) };
}
