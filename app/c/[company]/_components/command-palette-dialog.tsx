"use client";

import "@mantine/spotlight/styles.css";
import { CloseButton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { createSpotlight, SpotlightRoot, SpotlightSearch, useSpotlight } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useMemo, useState } from "react";
import { LONGEST_SEARCH } from "@/lib/queries/search-words";
import classes from "./command-palette.module.css";
import { announcement, foundOptions, startingOptions } from "./command-palette-options";
import type { PalettePage } from "./command-palette-pages";
import { keepRecent, readRecent, recentPlace } from "./command-palette-recent";
import { PaletteResults } from "./command-palette-results";
import { useFound } from "./use-found";

const [store, palette] = createSpotlight();
const LIST = "found";
const optionId = (index: number) => `found-${index}`;

/**
 * Opens each time that `times` grows. Focus and the dialog are the library's; what is found and what is chosen of it are
 * ours, because the library moves its own choice without drawing anew, and a screen reader would never hear of it.
 */
export function CommandPaletteDialog({
  times,
  home,
  userId,
  pages,
}: {
  times: number;
  home: string;
  userId: string;
  pages: readonly PalettePage[];
}) {
  const [query, setQuery] = useState("");
  const { opened } = useSpotlight(store);
  const isPhone = useMediaQuery("(max-width: 36em)");
  const { groups: found, failure, isAsking } = useFound(home, query);
  const place = recentPlace(home, userId);
  const groups = useMemo(
    () =>
      query.trim() === ""
        ? startingOptions(opened ? readRecent(localStorage, place) : [], pages)
        : foundOptions(query, pages, found),
    [query, opened, place, pages, found],
  );
  useEffect(() => {
    if (times > 0) palette.open();
    return palette.close;
  }, [times]);
  // By what they are and not by identity: a page drawn anew below must not move the choice of somebody who reads.
  const shown = groups.flatMap(({ group, items }) => items.map(({ key }) => `${group} ${key}`));
  const { selected, onKeyDown } = useChoice([times, query.trim(), ...shown].join("\n"), shown.length);
  const words = failure ?? (query.trim() === "" ? "" : isAsking ? "Searching" : announcement(groups));
  const hasOptions = groups.length > 0;
  return (
    <SpotlightRoot
      store={store}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      fullScreen={isPhone}
      centered={false}
      size={640}
      yOffset="8vh"
      overlayProps={{ backgroundOpacity: 0.45 }}
      transitionProps={{ duration: 0 }}
      attributes={{ content: { "aria-label": "Find anything" } }}
      classNames={{ content: classes.content, body: classes.body }}
    >
      <SpotlightSearch
        role="combobox"
        aria-label="Find anything"
        aria-autocomplete="list"
        aria-expanded={hasOptions}
        aria-controls={LIST}
        aria-activedescendant={hasOptions ? optionId(selected) : undefined}
        placeholder="Requests, decisions, people, triggers, codes, pages"
        maxLength={LONGEST_SEARCH}
        onKeyDown={onKeyDown}
        leftSection={<IconSearch size={18} aria-hidden />}
        rightSection={<CloseButton aria-label="Close" onClick={palette.close} />}
        rightSectionPointerEvents="all"
      />
      <PaletteResults
        id={LIST}
        optionId={optionId}
        groups={groups}
        selected={selected}
        home={home}
        isStale={isAsking}
        onFollow={(item) => {
          // What was opened before is kept as pages of this company.
          if (!item.isOutside) keepRecent(localStorage, place, item);
          palette.close();
        }}
      />
      <p role="status" className={classes.status} data-failed={failure !== null}>
        {words}
      </p>
    </SpotlightRoot>
  );
}

/** Of every list and for every question the first is chosen, so that Enter right after the answer leads somewhere. */
function useChoice(list: string, count: number) {
  const [choice, setChoice] = useState({ list, index: 0 });
  const selected = choice.list === list ? choice.index : 0;
  const choose = (index: number) => {
    setChoice({ list, index });
    document.getElementById(optionId(index))?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Somebody who composes a character chooses among the input method's words.
    if (event.nativeEvent.isComposing || count === 0) return;
    if (event.key === "ArrowDown") choose((selected + 1) % count);
    if (event.key === "ArrowUp") choose((selected + count - 1) % count);
    if (event.key === "Enter") document.getElementById(optionId(selected))?.click();
  };
  return { selected, onKeyDown };
}
