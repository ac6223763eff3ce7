/** The eleven files of a published policy set: their names, how each is read, and where reading fails. */
import { LineCounter, parseDocument } from "yaml";

/** How a file becomes bytes for its hash: data as canonical JSON, text as its bytes with LF line ends. */
type Form = "json" | "yaml" | "text";

export const SET_FILES = [
  { file: "00_master_registry.yaml", number: "00", form: "yaml" },
  { file: "01_canonicalization_profile.json", number: "01", form: "json" },
  { file: "02_hash_coverage_map.yaml", number: "02", form: "yaml" },
  { file: "03_fail_closed_mapping.yaml", number: "03", form: "yaml" },
  { file: "04_compatibility_policy.yaml", number: "04", form: "yaml" },
  { file: "05_reference_graph_policy.yaml", number: "05", form: "yaml" },
  { file: "06_decision_package_taxonomy.yaml", number: "06", form: "yaml" },
  { file: "07_conformance_checklist.yaml", number: "07", form: "yaml" },
  { file: "08_outcome_contract.json", number: "08", form: "json" },
  { file: "09_design_conformance_report.yaml", number: "09", form: "yaml" },
  { file: "README.md", number: "README", form: "text" },
] as const satisfies readonly { file: string; number: string; form: Form }[];
export type SetFileName = (typeof SET_FILES)[number]["file"];
export type SetNumber = (typeof SET_FILES)[number]["number"];

/** File names to their texts, as they lie in a folder or travel in an archive. */
export type SetTexts = Readonly<Record<string, string>>;

/** Something in a set that is not as it must be: in which file, where in it, and what was expected. */
export interface SetFault {
  readonly file: string;
  /** A path into the document, or empty for the file itself. */
  readonly path: string;
  readonly message: string;
}

export type Data = Record<string, unknown>;
/** The documents by number; README.md stands as its text. */
export type SetData = Readonly<Record<SetNumber, unknown>>;

export const faultText = ({ file, path, message }: SetFault): string =>
  path === "" ? `${file}: ${message}` : `${file}: ${path}: ${message}`;

export function isData(value: unknown): value is Data {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function fileOf(number: string): SetFileName {
  const known = SET_FILES.find((each) => each.number === number);
  if (known === undefined) throw new Error(`a policy set has no file ${number}`);
  return known.file;
}

type Parsed = { readonly value: unknown } | { readonly fault: Pick<SetFault, "path" | "message"> };

/** A file's data, or its text; a fault names the line at which it cannot be read. */
export function parseSetFile(form: Form, text: string): Parsed {
  if (form === "text") return { value: text };
  return form === "json" ? parseJson(text) : parseYaml(text);
}

function parseJson(text: string): Parsed {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return { fault: { path: "", message: `no JSON: ${error.message}` } };
    throw error;
  }
}

function parseYaml(text: string): Parsed {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, version: "1.2", schema: "core" });
  const error = document.errors[0] ?? document.warnings[0];
  if (error !== undefined) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    return { fault: { path: "", message: `no YAML at line ${line}, character ${col}: ${error.message}` } };
  }
  // Anchors would let one place change another; a published document is read as it is written.
  return { value: document.toJS({ maxAliasCount: 0 }) };
}

export interface ReadSet {
  /** What could be read; a file that could not is undefined. */
  readonly data: SetData;
  readonly faults: readonly SetFault[];
}

/** Reads all eleven files. A file too few, too many or unreadable is a fault. */
export function readSet(texts: SetTexts): ReadSet {
  const faults: SetFault[] = Object.keys(texts)
    .filter((name) => !SET_FILES.some(({ file }) => file === name))
    .map((file) => ({ file, path: "", message: "no file of the set; the registry lists eleven" }));
  const data = SET_FILES.map(({ file, number, form }) => {
    const text = Object.hasOwn(texts, file) ? texts[file] : undefined;
    if (text === undefined) {
      faults.push({ file, path: "", message: "the file is missing" });
      return [number, undefined] as const;
    }
    const parsed = parseSetFile(form, text);
    if ("fault" in parsed) {
      faults.push({ file, ...parsed.fault });
      return [number, undefined] as const;
    }
    if (form !== "text" && !isData(parsed.value)) {
      faults.push({ file, path: "", message: "expected an object" });
      return [number, undefined] as const;
    }
    return [number, parsed.value] as const;
  });
  return { data: Object.fromEntries(data) as SetData, faults };
}
