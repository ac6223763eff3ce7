import { IconArrowBarDown, IconArrowBarUp } from "@tabler/icons-react";
import { versionInWords } from "@/components/governance/policy-words";
import { GATE_WORDS } from "@/components/governance/request-words";
import { FailureAlert } from "@/components/ui/failure-alert";
import { formatCount } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { ToneBadge } from "@/components/ui/tone-badge";
import { loadAtlasDifference, type PolicyAtlasDifference } from "@/lib/queries/policy-atlas-difference";
import type { Person } from "@/lib/queries/waiting";
import classes from "./atlas-difference.module.css";
import { countsInWords, flipInWords, gateCountsInWords } from "./atlas-difference-words";

type Gate = PolicyAtlasDifference["gates"][number];
type Flip = Gate["flips"][number];

const TITLE = "What it changes at the gates";
const LABELS_SHOWN = 3;
const FLIPS_SHOWN = 3;

/** Every situation and every class of request under both versions. Takes a second or two: stream it. */
export async function AtlasDifferenceSection({
  person,
  from,
  to,
  policy,
}: {
  person: Person;
  from: string;
  to: string;
  policy: string;
}) {
  const loaded = await loadAtlasDifference(person, { from, to });
  if (!loaded.ok)
    return (
      <Section title={TITLE}>
        <FailureAlert failure={loaded.failure} />
      </Section>
    );
  const difference = loaded.value;
  const gates = difference.gates.filter(({ flips }) => flips.length > 0);
  return (
    <Section
      title={TITLE}
      description={`Every class of request in every situation, under ${versionInWords(difference.from.version).toLowerCase()} and under this one.`}
    >
      <p className={classes.total}>{countsInWords(difference)}</p>
      {gates.map((gate) => (
        <GateFlips key={gate.gateId} gate={gate} difference={difference} policy={policy} />
      ))}
      <ThresholdsChanged changed={difference.thresholdsChanged} />
    </Section>
  );
}

function GateFlips({
  gate,
  difference,
  policy,
}: {
  gate: Gate;
  difference: PolicyAtlasDifference;
  policy: string;
}) {
  const more = gate.flips.slice(FLIPS_SHOWN);
  return (
    <section className={classes.gate}>
      <h3 className={classes.name}>
        {gate.gateId.slice(0, 2)} {GATE_WORDS[gate.gateId].name}
      </h3>
      <p className={classes.quiet}>{gateCountsInWords(gate)}</p>
      <Flips flips={gate.flips.slice(0, FLIPS_SHOWN)} difference={difference} policy={policy} />
      {more.length > 0 && (
        <details className={classes.folded}>
          <summary>{formatCount(more.length, "further group")} of request</summary>
          <Flips flips={more} difference={difference} policy={policy} />
        </details>
      )}
    </section>
  );
}

type Shown = { difference: PolicyAtlasDifference; policy: string };

function Flips({ flips, ...rest }: Shown & { flips: readonly Flip[] }) {
  return (
    <ul className={classes.flips}>
      {flips.map((flip) => (
        <li
          key={`${flip.direction} ${flip.labels[0]} ${flip.regions[0]}`}
          className={classes.flip}
          data-direction={flip.direction}
        >
          <FlipShown flip={flip} {...rest} />
        </li>
      ))}
    </ul>
  );
}

function FlipShown({ flip, difference: { situations, from, to }, policy }: Shown & { flip: Flip }) {
  const looser = flip.direction === "LOOSER";
  return (
    <>
      <div className={classes.badges}>
        <ToneBadge
          tone={looser ? "watch" : "info"}
          icon={looser ? <IconArrowBarUp stroke={2} /> : <IconArrowBarDown stroke={2} />}
          size="sm"
        >
          {looser ? "Looser: was blocked, is allowed" : "Stricter: was allowed, is blocked"}
        </ToneBadge>
        {flip.isToday && <strong>Also as things stand today</strong>}
      </div>
      <Labels labels={flip.labels} />
      <p className={classes.text}>{flipInWords(flip, situations)}</p>
      <p className={classes.examples}>
        {flip.examples.map(({ words, address }) => (
          <span key={address}>
            For example {words}: see it{" "}
            <TextLink href={`${policy}/atlas?${address}&version=${from.id}`} inherit underline="always">
              before
              <span className="visually-hidden"> the change, {words}</span>
            </TextLink>{" "}
            and{" "}
            <TextLink href={`${policy}/atlas?${address}&version=${to.id}`} inherit underline="always">
              after
              <span className="visually-hidden"> the change, {words}</span>
            </TextLink>
            .
          </span>
        ))}
      </p>
    </>
  );
}

function Labels({ labels }: { labels: readonly string[] }) {
  const list = (
    <ul className={classes.labels}>
      {labels.map((label) => (
        <li key={label}>{label}</li>
      ))}
    </ul>
  );
  if (labels.length <= LABELS_SHOWN) return list;
  return (
    <details className={classes.folded}>
      <summary>
        {formatCount(labels.length, "class", "classes")} of request, such as {labels[0]}
      </summary>
      {list}
    </details>
  );
}

function ThresholdsChanged({ changed }: { changed: PolicyAtlasDifference["thresholdsChanged"] }) {
  if (changed.length === 0) return null;
  return (
    <div>
      <p className={classes.text}>
        Beyond that, other figures lead into the same states, which the comparison above takes as given:
      </p>
      <ul className={classes.labels}>
        {changed.map(({ trigger, from, to }) => (
          <li key={trigger}>
            <strong>{trigger}</strong>: {from} <span aria-hidden>→</span>
            <span className="visually-hidden">becomes</span> {to}
          </li>
        ))}
      </ul>
    </div>
  );
}
