/**
 * What the kernel says of a draft, in the browser and as one types: every check, the published checklist and reference
 * graph, and what has changed against the policy in force. Loaded on demand, with the kernel, by the editor alone.
 */
import {
  type ChangeClass,
  type CompiledPolicy,
  classifyChange,
  compile,
  compileFormula,
  judgeConformance,
  type Misspelling,
  misspelling,
  type PolicyChange,
  readCompatibility,
  reasonCode,
  requiredVersion,
} from "@/kernel/enforcement";
import type { PublishedRules } from "@/lib/policy/published-rules";
import type { PolicyInForce } from "@/lib/queries/policy-draft";
import { type Marked, type Place, placeInSet, placeOfFinding, pointerOf, valueAt } from "./data-place";
import { type DraftNote, notesOf } from "./judge-notes";

export type DraftFinding = Place &
  Marked & {
    readonly code: ReturnType<typeof reasonCode>["code"];
    /** The path as the check names it. */
    readonly pathText: string;
    /** Character of the text at the path, counted from 1. */
    readonly position: number | null;
    /** A misspelt word, and what it could have been, where that is clear: then it is what is marked. */
    readonly misspelt: Misspelling | null;
    readonly message: string;
    readonly remedy: string;
    /** The item of the published checklist or reference graph that found it; null for the compiler's own checks. */
    readonly rule: string | null;
  };

export type DraftChange = {
  readonly changes: readonly PolicyChange[];
  readonly class: ChangeClass | null;
  readonly inForce: string;
  /** The least version that the draft may be proposed as. */
  readonly needs: string;
};

export type Judgement = {
  readonly findings: readonly DraftFinding[];
  /** What is no fault, but may be meant otherwise than it is read. */
  readonly notes: readonly DraftNote[];
  readonly compiled: CompiledPolicy;
  readonly change: DraftChange | null;
};

type Artifacts = Readonly<Record<string, unknown>>;

export function judgeDraft(
  artifacts: Artifacts,
  published: PublishedRules,
  inForce: PolicyInForce | null,
): Judgement {
  const compiled = compile(artifacts);
  const own = compiled.findings.flatMap((finding): DraftFinding[] => {
    const place = placeOfFinding(finding.path);
    if (place === null) return [];
    const { code, path, position = null, message, remedy } = finding;
    const misspelt = misspeltIn(compiled, artifacts, place, path, position);
    const found = { ...place, code, pathText: path, position, message, remedy, rule: null };
    return [{ ...found, ...markOf(position, misspelt) }];
  });
  // Without its roots and lists a bundle has nothing that the checklist could look at.
  const isShapeless = compiled.codes.some((code) => code <= "CFO-03");
  const all = isShapeless
    ? own
    : [...own, ...formulaFindings(compiled), ...publishedFindings(compiled, artifacts, published)];
  const findings = oncePerPlace(all);
  const isFaulty = (place: Place) => {
    const pointer = pointerOf(place.path);
    return findings.some((found) => found.artifact === place.artifact && pointerOf(found.path) === pointer);
  };
  const notes = isShapeless ? [] : notesOf(compiled, artifacts, isFaulty);
  return { findings, notes, compiled, change: changeOf(artifacts, published, inForce) };
}

function misspeltIn(
  compiled: CompiledPolicy,
  artifacts: Artifacts,
  { artifact, path }: Place,
  pathText: string,
  position: number | null = null,
): Misspelling | null {
  const text = valueAt(artifacts[artifact], path);
  const at = position === null ? { path: pathText } : { path: pathText, position };
  return typeof text === "string" ? misspelling(at, text, compiled) : null;
}

/** A misspelt word is marked whole; without one, the character at which reading stopped. */
function markOf(position: number | null, misspelt: Misspelling | null) {
  const words = misspelt ?? (position === null ? null : { position, length: 1 });
  return {
    words: words && { position: words.position, length: words.length },
    atKey: false,
    misspelt,
  };
}

/**
 * A formula that cannot be computed in the unit of its thresholds, with its position: the published checklist asks it
 * of every trigger, those of the contract as well, whose text people must be able to take at its word.
 */
function formulaFindings(compiled: CompiledPolicy): DraftFinding[] {
  const { triggers, profile } = compiled;
  return triggers.flatMap(({ formula, thresholds }, index): DraftFinding[] => {
    if (formula === "" || thresholds === null) return [];
    const computed = compileFormula(formula, thresholds.unit, profile);
    const pathText = `trigger_spec.triggers[${index}].formula`;
    const place = placeOfFinding(pathText);
    if (computed.ok || place === null) return [];
    const { code, remedy } = reasonCode("CFO-05");
    const { position, message } = computed;
    const misspelt = misspelling({ path: pathText, position }, formula, compiled);
    const found = { ...place, code, pathText, position, message, remedy, rule: null };
    return [{ ...found, ...markOf(position, misspelt) }];
  });
}

function publishedFindings(
  compiled: CompiledPolicy,
  artifacts: Artifacts,
  { documents, restated }: PublishedRules,
): DraftFinding[] {
  const judged = judgeConformance({ ...documents, "08": { bundle: artifacts } });
  // The published files were verified before they were sent here.
  if (!judged.ok) throw new Error(judged.issues.map(({ path, message }) => `${path}: ${message}`).join("; "));
  const { checklist, references } = judged.report;
  return [...checklist, ...references]
    .filter(({ id }) => !restated.includes(id))
    .flatMap(({ id, says, code, faults }) =>
      faults.flatMap(({ path, message }): DraftFinding[] => {
        const place = placeInSet(path) ?? placeInSet("08.bundle.trigger_spec.trigger_spec.triggers");
        if (place === null) return [];
        const { remedy } = reasonCode(code);
        const pathText = path.replace(/^08\.bundle\.(\w+)\.(?=\1\b)/, "");
        const found = { ...place, code, pathText, position: null, message: `${says}: ${message}`, remedy };
        return [{ ...found, rule: id, ...markOf(null, misspeltIn(compiled, artifacts, place, pathText)) }];
      }),
    );
}

/** The checklist looks again at much that the compiler has checked; each place is told once for a code. */
function oncePerPlace(findings: readonly DraftFinding[]): DraftFinding[] {
  const seen = new Set<string>();
  // What cannot be read has no names and no figures that the checklist could miss in it.
  const unread = new Set(
    findings
      .filter(({ position }) => position !== null)
      .map(({ artifact, path }) => artifact + pointerOf(path)),
  );
  return findings.filter(({ artifact, path, code, rule, message }) => {
    if (rule !== null && unread.has(artifact + pointerOf(path))) return false;
    const place = `${code} ${artifact}${pointerOf(path)}`;
    const key = rule === null ? `${place} ${message}` : place;
    if (seen.has(key)) return false;
    seen.add(place).add(key);
    return true;
  });
}

function changeOf(
  artifacts: Artifacts,
  { documents }: PublishedRules,
  inForce: PolicyInForce | null,
): DraftChange | null {
  const weights = readCompatibility(documents["04"]);
  if (inForce === null || !weights.ok) return null;
  const { changes, class: weight } = classifyChange(
    { artifacts: inForce.artifacts },
    { artifacts },
    weights.policy,
  );
  return {
    changes,
    class: weight,
    inForce: inForce.version,
    needs: requiredVersion(inForce.version, weight, weights.policy),
  };
}
