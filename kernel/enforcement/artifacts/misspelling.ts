/**
 * What could have been meant where an artifact's text cannot be read, or names what is not there. It serves those who
 * write a policy; what is read, and what holds instead, is settled elsewhere.
 */
import { CONDITION_WORDS } from "../language/condition";
import { ESCALATION_WORDS } from "../language/escalation";
import { FORMULA_WORDS } from "../language/formula";
import { type Misspelling, nearestWord } from "../language/nearest";
import { THRESHOLD_WORDS } from "../language/threshold";
import type { NormalizationProfile } from "../normalization";
import type { CompiledPolicy, Finding } from "../policy";
import { CONTRACT_INPUTS } from "../triggers/input-catalogue";
import { GATE_IDS } from "../vocabulary";

/** The misspelt words behind a finding on `text`, where one known word is clearly meant; else null. */
export function misspelling(
  { path, position }: Pick<Finding, "path" | "position">,
  text: string,
  policy: Pick<CompiledPolicy, "profile" | "triggers">,
): Misspelling | null {
  const known = knownWords(path, policy);
  if (known === null) return null;
  if (position !== undefined) return misspeltAt(text, position, known);
  const isWholeName = /(?:critical_triggers\[\d+\]|\.gate_id)$/.test(path);
  const meant = isWholeName ? nearestWord(text, known) : null;
  return meant === null ? null : { position: 1, length: text.length, written: text, meant };
}

/** The words that a text of this place may be written with; null where it is not read word by word. */
function knownWords(path: string, { triggers, profile }: Pick<CompiledPolicy, "profile" | "triggers">) {
  const names = () => triggerNames(triggers, profile);
  if (/critical_triggers\[\d+\]$/.test(path)) return names();
  if (/\.gate_id$/.test(path)) return GATE_IDS;
  if (/\.(?:allowed|blocked)_if\[\d+\]\.when$/.test(path)) return [...CONDITION_WORDS, ...names()];
  if (/escalation_rules\[\d+\]\.condition$/.test(path)) return [...ESCALATION_WORDS, ...names()];
  const units = () => profile.units.flatMap(({ aliases }) => aliases.filter((alias) => /^\w/.test(alias)));
  if (/\.threshold\.(?:pass|watch|fail)$/.test(path))
    return [
      ...THRESHOLD_WORDS,
      ...units(),
      ...profile.metrics.flatMap(({ name, aliases }) => [name, ...aliases]),
    ];
  if (/\.formula$/.test(path)) return [...FORMULA_WORDS, ...units(), ...CONTRACT_INPUTS.keys()];
  return null;
}

/** An input that only this formula knows, though its name is near to one of the contract's: a slip of the pen, perhaps. */
export function doubtfulInputs({ formula, ownFormula }: CompiledPolicy["triggers"][number]): Misspelling[] {
  return (ownFormula?.inputs ?? []).flatMap(({ name }) => {
    const at = CONTRACT_INPUTS.has(name) ? -1 : formula.search(new RegExp(`\\b${name}\\b`));
    const meant = at === -1 ? null : nearestWord(name, CONTRACT_INPUTS.keys());
    return meant === null ? [] : [{ position: at + 1, length: name.length, written: name, meant }];
  });
}

function triggerNames(triggers: CompiledPolicy["triggers"], profile: NormalizationProfile): string[] {
  const ids = triggers.flatMap(({ id, shortId }) => [shortId, id]).filter((id) => id !== "");
  const known = new Set(ids.map((id) => id.toLowerCase()));
  const named = profile.metrics.filter(({ trigger }) => trigger !== null && known.has(trigger.toLowerCase()));
  return [...ids, ...named.flatMap(({ inConditions }) => inConditions)];
}

interface Word {
  readonly start: number;
  readonly end: number;
}

/**
 * The word at the position or, where that is right or the text ends, the one before it: a misspelt word may be read as
 * a name, so that reading stops behind it. Two words are looked up together as well: `CAC payback` is one name.
 */
function misspeltAt(text: string, position: number, known: readonly string[]): Misspelling | null {
  const words = [...text.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu)].map(
    ({ 0: word, index }): Word => ({ start: index, end: index + word.length }),
  );
  const at = words.findIndex(({ end }) => end >= position);
  const here = at === -1 || (words[at]?.start ?? 0) > position - 1 ? undefined : words[at];
  const before = words[at === -1 ? words.length - 1 : at - 1];
  const after = at === -1 ? undefined : words[at + 1];
  const touching = (one: Word | undefined, next: Word | undefined): Word | undefined =>
    one && next && text.slice(one.end, next.start) === " " ? { start: one.start, end: next.end } : undefined;
  const written = new Set(known.map((word) => word.toLowerCase()));
  for (const word of [touching(here, after), touching(before, here), here, before]) {
    if (word === undefined) continue;
    const said = text.slice(word.start, word.end);
    if (written.has(said.toLowerCase())) {
      // A word of the language stands where it does not belong; what is before it may be what is misspelt.
      if (word === here || word === before) continue;
      return null;
    }
    const meant = nearestWord(said, known);
    if (meant === null || (said.includes(" ") && !meant.includes(" "))) continue;
    return { position: word.start + 1, length: said.length, written: said, meant: capitalLike(said, meant) };
  }
  return null;
}

/** A small word at the beginning of a sentence keeps its capital. */
const capitalLike = (written: string, meant: string): string =>
  /^\p{Lu}/u.test(written) ? meant.charAt(0).toUpperCase() + meant.slice(1) : meant;
