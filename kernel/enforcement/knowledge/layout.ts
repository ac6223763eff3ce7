/**
 * Behaviours laid out over the situations they rest on. Situations that answer every question alike are one
 * view, so the table is small, and each view knows for how many situations of the policy it stands.
 */
import type { CompiledPolicy } from "../policy";
import {
  answerIn,
  type Behaviour,
  follow,
  type Question,
  questionsOf,
  triggersBehind,
  type Verdict,
} from "./behaviour";
import { projection, type StateSpace, situationAt, situationsPerPoint, stateSpace } from "./state-space";

export interface Layout {
  readonly space: StateSpace;
  /** The view of each point of the space. */
  readonly views: Uint16Array;
  /** Situations of the policy in each view. */
  readonly situations: Float64Array;
  /** The questions asked, and for each view the answers, in their order. */
  readonly questions: readonly Question[];
  readonly answers: readonly Uint8Array[];
  readonly verdicts: readonly Verdict[];
  /** For each behaviour, the verdict of each view, as a place in `verdicts`. */
  readonly table: readonly Uint16Array[];
}

export function layOut(policy: CompiledPolicy, behaviours: readonly Behaviour[]): Layout {
  const asked = new Set<Question>();
  for (const behaviour of behaviours) questionsOf(behaviour, asked);
  const questions = [...asked];
  const space = stateSpace(policy, new Set(questions.flatMap((each) => triggersBehind(policy, each))));
  const { views, counts, answers } = viewsOf(policy, space, questions);
  const places = new Map(questions.map((question, at) => [question, at]));
  const verdicts = new Interned<Verdict>((verdict) => JSON.stringify(verdict));
  const table = behaviours.map((behaviour) =>
    Uint16Array.from(answers, (given) =>
      verdicts.place(follow(behaviour, (question) => given[places.get(question) ?? 0] ?? 0)),
    ),
  );
  const each = situationsPerPoint(policy, space);
  const situations = Float64Array.from(counts, (count) => count * each);
  return { space, views, situations, questions, answers, verdicts: verdicts.values, table };
}

function viewsOf(policy: CompiledPolicy, space: StateSpace, questions: readonly Question[]) {
  const answered = questions.map((question) => answersTo(policy, space, question));
  const views = new Uint16Array(space.size);
  const places = new Map<string, number>();
  const answers: Uint8Array[] = [];
  const counts: number[] = [];
  const given = new Uint8Array(questions.length);
  for (let index = 0; index < space.size; index += 1) {
    answered.forEach((answer, at) => {
      given[at] = answer(index);
    });
    const key = String.fromCharCode(...given);
    const view = places.get(key) ?? answers.push(given.slice()) - 1;
    places.set(key, view);
    views[index] = view;
    counts[view] = (counts[view] ?? 0) + 1;
  }
  return { views, counts, answers };
}

/** The answer to one question at each point: asked over the few triggers behind it, then looked up. */
function answersTo(policy: CompiledPolicy, space: StateSpace, question: Question): (index: number) => number {
  const own = stateSpace(policy, new Set(triggersBehind(policy, question)));
  const answers = Uint8Array.from({ length: own.size }, (_, index) =>
    answerIn(policy, situationAt(policy, own, index), question),
  );
  const project = projection(space, own);
  return (index) => answers[project(index)] ?? 0;
}

/** Values that are kept once and then spoken of by their place. */
export class Interned<T> {
  readonly values: T[] = [];
  private readonly places = new Map<string, number>();
  private readonly keyOf: (value: T) => string;
  constructor(keyOf: (value: T) => string) {
    this.keyOf = keyOf;
  }
  place(value: T): number {
    const key = this.keyOf(value);
    const known = this.places.get(key);
    if (known !== undefined) return known;
    this.places.set(key, this.values.length);
    return this.values.push(value) - 1;
  }
}
