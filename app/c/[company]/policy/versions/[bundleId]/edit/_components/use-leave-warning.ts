"use client";

import { useEffect } from "react";

const WORDS = "There are changes that are not saved. Leave anyway? This tab keeps them until it is closed.";

/** Asks before a person leaves with unsaved changes: by closing or reloading, and by a link of the application. */
export function useLeaveWarning(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (!(link instanceof HTMLAnchorElement) || !leavesHere(event, link)) return;
      if (window.confirm(WORDS)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("beforeunload", onUnload);
    document.addEventListener("click", onClick, true);
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      document.removeEventListener("click", onClick, true);
    };
  }, [isDirty]);
}

/** Another tab leaves this one as it is, and so does a jump within the page. */
function leavesHere(event: MouseEvent, link: HTMLAnchorElement): boolean {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false;
  if (link.target !== "" && link.target !== "_self") return false;
  const there = new URL(link.href, location.href);
  if (there.origin !== location.origin) return false;
  return there.pathname !== location.pathname || there.search !== location.search;
}
