"use client";

import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useState } from "react";
import type { FoundGroup } from "@/lib/queries/found-groups";

const WAIT_MS = 180;

export type FoundState = {
  /** What was asked for; what is on the screen may still answer the question before. */
  asked: string;
  groups: FoundGroup[];
  failure: string | null;
};

const NOTHING: FoundState = { asked: "", groups: [], failure: null };

/** Asks the server once somebody stops typing; an answer that is overtaken is dropped. */
export function useFound(home: string, query: string): FoundState & { isAsking: boolean } {
  const [settled] = useDebouncedValue(query.trim(), WAIT_MS);
  const [state, setState] = useState(NOTHING);
  useEffect(() => {
    if (settled === "") {
      setState(NOTHING);
      return;
    }
    const overtaken = new AbortController();
    ask(`${home}/find?q=${encodeURIComponent(settled)}`, overtaken.signal).then((answer) => {
      if (!overtaken.signal.aborted) setState({ asked: settled, ...answer });
    });
    return () => overtaken.abort();
  }, [home, settled]);
  return { ...state, isAsking: query.trim() !== state.asked };
}

async function ask(address: string, signal: AbortSignal): Promise<Omit<FoundState, "asked">> {
  try {
    const answer = await fetch(address, { signal, headers: { accept: "application/json" } });
    if (answer.ok && answer.headers.get("content-type")?.includes("json"))
      return { groups: (await answer.json()).groups, failure: null };
    return { groups: [], failure: refusalOf(answer) };
  } catch {
    return { groups: [], failure: "The search could not be reached. Check the connection and try again." };
  }
}

function refusalOf({ redirected, status }: Response): string {
  if (redirected || status === 401) return "Please sign in again: the session has ended.";
  if (status === 429) return "Many searches in a short time. Wait a moment and type on.";
  return "The search was refused. Reload the page and try again.";
}
