import {
  type ChangeClass,
  CONTRACT_INPUTS,
  type CompiledPolicy,
  compile,
  type Finding,
  type InputKind,
  type PolicyChange,
} from "../../kernel/enforcement";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { type Artifacts, policyHash } from "../policy/active-policy";
import { neededVersion, policyChange } from "../policy/policy-change";
import { artifactsOf } from "../policy/publication/verify-set";
import { publishedSet } from "../policy/published-set";
import { inOrderOf } from "../policy/reading-order";
import { bundleIdIn, type PolicyHead, policyHeads } from "./policy-head";
import { type PolicyVersionChoices, policyVersionChoices } from "./policy-version-choices";
import { choiceOf, idInForce, type PolicyChoice } from "./policy-versions";
import type { Person } from "./waiting";

/** What differs from another version, in the order in which a reviewer reads it. */
export type PolicyDifference = {
  from: PolicyChoice;
  changes: PolicyChange[];
  class: ChangeClass | null;
  /** The version that such a change must carry at least. */
  neededVersion: string;
};

/** An own trigger of the company and what its formula asks for. */
export type OwnTrigger = {
  shortId: string;
  name: string;
  formula: string;
  /** Names that the contract does not know: somebody must supply them. */
  needs: { name: string; kind: InputKind; unit: string }[];
};

export type PolicyVersionPage = {
  head: PolicyHead;
  base: PolicyChoice | null;
  inForce: PolicyChoice | null;
  /** Whether the stored content still hashes to the stored hash. */
  isTrusted: boolean;
  findings: readonly Finding[];
  /** Null when this is the version in force, or none is. */
  toInForce: PolicyDifference | null;
  /** Null when it has no base, or the base is in force. */
  toBase: PolicyDifference | null;
  ownTriggers: OwnTrigger[];
  artifacts: { name: string; content: unknown }[];
  choices: PolicyVersionChoices;
};

/** One version, whatever its status: what it says, what it changes, and what this person can do with it. */
export function loadPolicyVersion(person: Person, bundleId: string): Promise<Result<PolicyVersionPage>> {
  return settle(async () => {
    const stored = await inTenant(person, (tx) => storedVersion(tx, person.tenantId, bundleId));
    return versionPage(person, stored);
  });
}

type Stored = {
  head: PolicyHead;
  artifacts: Artifacts;
  base: Compared | null;
  inForce: Compared | null;
  openProposal: string | null;
};

type Compared = { choice: PolicyChoice; artifacts: Artifacts };

async function storedVersion(tx: Transaction, tenantId: string, bundleId: string): Promise<Stored> {
  const id = bundleIdIn(bundleId);
  const [head] = id === null ? [] : await policyHeads(tx, tenantId, { ids: [id] });
  if (!head) return abort("NOT_FOUND", "There is no such policy version in this company.");
  const active = await idInForce(tx, tenantId);
  const others = await policyHeads(tx, tenantId, {
    ids: [head.basedOn, active].filter((each) => each !== null),
  });
  const rows = await tx.policyBundle.findMany({
    where: { tenantId, id: { in: [head, ...others].map((each) => each.id) } },
    select: { id: true, artifacts: true },
  });
  const artifactsOf = (wanted: string) => rows.find((row) => row.id === wanted)?.artifacts as Artifacts;
  const compared = (wanted: string | null): Compared | null => {
    const known = others.find((each) => each.id === wanted);
    return known ? { choice: choiceOf(known), artifacts: artifactsOf(known.id) } : null;
  };
  const proposed = await tx.policyBundle.findFirst({
    where: { tenantId, status: "PROPOSED", id: { not: head.id } },
    select: { version: true },
  });
  return {
    head,
    artifacts: artifactsOf(head.id),
    base: compared(head.basedOn),
    inForce: compared(active),
    openProposal: proposed?.version ?? null,
  };
}

function versionPage(
  person: Person,
  { head, artifacts, base, inForce, openProposal }: Stored,
): PolicyVersionPage {
  const compiled = compile(artifacts);
  const isTrusted = policyHash(artifacts) === head.hash;
  const isInForce = inForce?.choice.id === head.id;
  const toInForce = inForce && !isInForce ? differenceFrom(inForce, artifacts) : null;
  const toBase =
    base && (isInForce || base.choice.id !== inForce?.choice.id) ? differenceFrom(base, artifacts) : null;
  return {
    head,
    base: base?.choice ?? null,
    inForce: inForce?.choice ?? null,
    isTrusted,
    findings: compiled.findings,
    toInForce,
    toBase,
    ownTriggers: ownTriggersOf(compiled),
    artifacts: Object.entries(readable(artifacts)).map(([name, content]) => ({ name, content })),
    choices: policyVersionChoices({
      head,
      person,
      findings: compiled.findings.length,
      changes: toInForce?.changes.length ?? 0,
      openProposal,
      isTrusted,
    }),
  };
}

/** The database keeps no order of keys; people read a policy in the order in which it was published. */
function readable(artifacts: Artifacts): Artifacts {
  const published = publishedSet();
  return published.ok ? (inOrderOf(artifactsOf(published.set.data), artifacts) as Artifacts) : artifacts;
}

/** What `artifacts` change against the other version. */
export function differenceFrom(from: Compared, artifacts: Artifacts): PolicyDifference {
  const { changes, class: changed } = policyChange(from.artifacts, artifacts);
  return {
    from: from.choice,
    changes: [...changes],
    class: changed,
    neededVersion: neededVersion(from.choice.version, changed),
  };
}

function ownTriggersOf({ triggers }: CompiledPolicy): OwnTrigger[] {
  return triggers.flatMap(({ shortId, name, formula, ownFormula }) => {
    if (ownFormula === null) return [];
    const needs = ownFormula.inputs
      .filter((input) => !CONTRACT_INPUTS.has(input.name))
      .map(({ name: input, kind, unit }) => ({ name: input, kind, unit }));
    return [{ shortId, name, formula, needs }];
  });
}
