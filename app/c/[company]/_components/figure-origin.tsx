import { inputNamed } from "@/components/governance/input-words";
import { TextLink } from "@/components/ui/link-button";
import { kindOfInput } from "@/lib/queries/close-checklist";

/** To the figures of the books that an input is reckoned from, where a kind of figures states it. */
export function FigureOrigin({
  company,
  input,
  periodEnd,
}: {
  /** The company's own address. */
  company: string;
  input: string;
  /** The day at which the input's period ends. */
  periodEnd: string | null;
}) {
  if (periodEnd === null || kindOfInput(input) === undefined) return null;
  return (
    <TextLink
      href={`${company}/imports/figures?input=${encodeURIComponent(input)}&month=${periodEnd.slice(0, 7)}`}
      inherit
      underline="always"
      prefetch={false}
      aria-label={`Which figures ${inputNamed(input)} comes from`}
    >
      Which figures
    </TextLink>
  );
}
