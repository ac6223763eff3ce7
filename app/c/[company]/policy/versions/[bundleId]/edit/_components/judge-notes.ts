/**
 * What the kernel reads otherwise than the words may mean, and says nothing against: a limit that an allow text does
 * not name, a rule that is not there, a name that nobody reads. Each with its place and what would mend it; what holds
 * meanwhile is the kernel's own word.
 */
import {
  ARTIFACT_NAMES,
  type CompiledGate,
  type CompiledPolicy,
  doubtfulInputs,
  FIGURES,
  type GateNote,
  missedFigure,
} from "@/kernel/enforcement";
import { ARTIFACT_FORMS } from "./artifact-forms";
import { type Marked, type Place, placeOfFinding, pointerOf, stepsOf, valueAt } from "./data-place";
import { strayNames } from "./stray-names";

export type DraftNote = Place &
  Marked & {
    /** The path as the kernel names it. */
    readonly pathText: string;
    readonly message: string;
    readonly remedy: string;
    /** What counts as long as the text stays so. */
    readonly holds: string;
    /** The marked words themselves; empty where none are. */
    readonly written: string;
    /** What the marked words would have to be, where that is clear. */
    readonly instead: string | null;
  };

type Artifacts = Readonly<Record<string, unknown>>;

/** `isFaulty` says whether a check has a fault at a place: it speaks first. */
export function notesOf(
  compiled: CompiledPolicy,
  artifacts: Artifacts,
  isFaulty: (place: Place) => boolean,
): DraftNote[] {
  const notes = [
    ...Object.values(compiled.gates).flatMap((gate) =>
      gate.noted.map((note) => gateNote(gate, note, artifacts)),
    ),
    ...inputNotes(compiled),
    ...nameNotes(artifacts),
  ].filter((note) => !isFaulty(note) && !isFaulty(firstCondition(note)));
  return [
    ...new Map(
      notes.map((note) => [`${note.artifact}${pointerOf(note.path)} ${note.message} ${note.holds}`, note]),
    ).values(),
  ];
}

/** Where a list of rules is noted because its first condition cannot be read, that condition is at fault. */
const firstCondition = ({ artifact, path }: Place): Place => ({ artifact, path: [...path, "0", "when"] });

function gateNote(gate: CompiledGate, note: GateNote, artifacts: Artifacts): DraftNote {
  const pathText = note.path ?? "gating_rules.gates";
  const place = { artifact: "gating_rules" as const, path: stepsOf(pathText) };
  const whole = {
    ...place,
    pathText,
    words: null,
    atKey: false,
    written: "",
    instead: null,
    holds: note.text,
  };
  if (note.path === null)
    return {
      ...whole,
      message: `the gate ${gate.id} is not in the list`,
      remedy: `Add the gate ${gate.id}.`,
    };
  if (note.figure !== null) return { ...whole, ...figureNote(note, note.figure, artifacts) };
  if (/_if\[\d+\]$/.test(note.path))
    return {
      ...whole,
      message: "this allow rule is ignored, and all behind it",
      remedy: "Join its condition to that of an earlier rule with “or”, or remove it.",
    };
  return {
    ...whole,
    message: note.path.endsWith(".when") ? "the condition cannot be read" : "a rule is not in the list",
    remedy: "Write the rule here, or leave it to the contract.",
  };
}

function figureNote({ path }: GateNote, figure: keyof typeof FIGURES, artifacts: Artifacts) {
  const { form } = FIGURES[figure];
  const remedy = `Write it as in “${form}”, or leave it to the contract.`;
  const text = valueAt(artifacts.gating_rules, stepsOf(path ?? ""));
  if (typeof text !== "string")
    return {
      message: `no allow text names ${WHAT[figure]}`,
      remedy: `Add it in an allow text, as in “${form}”.`,
    };
  const miss = missedFigure(text, figure);
  if (miss === null) return { message: `this text does not name ${WHAT[figure]}`, remedy };
  const { position, length, message, instead } = miss;
  const written = text.slice(position - 1, position - 1 + length);
  return {
    words: { position, length },
    message: `${message}; so ${WHAT[figure]} is not read from this text`,
    remedy: instead === null ? remedy : `Write “${instead}” for “${written.trim()}”, as in “${form}”.`,
    written,
    instead,
  };
}

const WHAT: Readonly<Record<keyof typeof FIGURES, string>> = {
  critical_roles: "the number of critical roles a month",
  scale_up: "the percentage for scaling",
  experiment_cap: "the percentage for experiments",
  monthly_limit: "the monthly limit in USD",
};

/** An input that only one formula knows, and that is near to one of the contract's. */
function inputNotes({ triggers }: CompiledPolicy): DraftNote[] {
  return triggers.flatMap((trigger, index) =>
    doubtfulInputs(trigger).flatMap(({ position, length, written, meant }): DraftNote[] => {
      const pathText = `trigger_spec.triggers[${index}].formula`;
      const place = placeOfFinding(pathText);
      if (place === null) return [];
      const message = `“${written}” is near to “${meant}”, but is another input`;
      const holds = `“${written}” is an input of this trigger alone; until somebody supplies it, ${trigger.shortId} is UNKNOWN.`;
      const remedy = `Write “${meant}” for “${written}”, or leave it if it is meant so.`;
      return [
        {
          ...place,
          pathText,
          words: { position, length },
          atKey: false,
          message,
          remedy,
          holds,
          written,
          instead: meant,
        },
      ];
    }),
  );
}

/** A misspelt name of a field: its value is read by nobody, and the field counts as absent. */
function nameNotes(artifacts: Artifacts): DraftNote[] {
  return ARTIFACT_NAMES.flatMap((artifact) =>
    strayNames(ARTIFACT_FORMS[artifact].fields, artifacts[artifact]).map(({ path, written, meant }) => ({
      artifact,
      path,
      pathText: path.join("."),
      words: null,
      atKey: true,
      message: `“${written}” is no name that is read here`,
      remedy: `Write “${meant}” for “${written}” in the JSON, if that is meant.`,
      holds: `“${meant}” counts as absent.`,
      written: "",
      instead: null,
    })),
  );
}
