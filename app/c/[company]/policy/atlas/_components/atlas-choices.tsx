"use client";

import { Button, NativeSelect } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";
import { LinkButton } from "@/components/ui/link-button";
import classes from "./atlas.module.css";
import type { SituationChoice } from "./situation-choices";

/** The situation as a form whose address is the choice; with scripts each choice shows at once. */
export function AtlasChoices({
  choices,
  path,
  version,
  isToday,
}: {
  choices: readonly SituationChoice[];
  path: string;
  /** The version that is looked at, when it is not the one in force. */
  version: string | null;
  isToday: boolean;
}) {
  const router = useRouter();
  const [pending, start] = useTransition();
  const show = (choosing: HTMLFormElement) => {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(choosing)) if (typeof value === "string") query.set(name, value);
    start(() => router.replace(`${path}?${query}`, { scroll: false }));
  };
  const form = useRef<HTMLFormElement>(null);
  const address = new URLSearchParams(choices.map(({ name, chosen }) => [name, chosen])).toString();
  // The fields follow the address, also after going back, and keep the keyboard's focus meanwhile.
  useEffect(() => {
    for (const [name, chosen] of new URLSearchParams(address)) {
      const field = form.current?.elements.namedItem(name);
      if (field instanceof HTMLSelectElement) field.value = chosen;
    }
  }, [address]);
  return (
    <form
      ref={form}
      action={path}
      method="get"
      aria-label="Choose a situation"
      onChange={(event) => show(event.currentTarget)}
      onSubmit={(event) => {
        event.preventDefault();
        show(event.currentTarget);
      }}
    >
      {version && <input type="hidden" name="version" value={version} />}
      <div className={classes.choices}>
        {choices.map(({ name, label, chosen, today, data }) => (
          <NativeSelect
            key={name}
            name={name}
            label={label}
            defaultValue={chosen}
            data={data}
            description={`Today: ${data.find(({ value }) => value === today)?.label}`}
            inputWrapperOrder={["label", "input", "description"]}
            data-chosen={chosen === today ? undefined : "otherwise"}
          />
        ))}
      </div>
      <div className={classes.buttons}>
        <Button type="submit" loading={pending}>
          Show
        </Button>
        {!isToday && (
          <LinkButton href={version ? `${path}?version=${version}` : path} variant="default">
            Back to today
          </LinkButton>
        )}
      </div>
    </form>
  );
}
