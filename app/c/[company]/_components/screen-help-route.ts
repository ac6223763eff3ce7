import { HELP_TEXTS } from "./screen-help-texts";

export type RouteHelp = { text: string; more: { label: string; href: string } | null };

const isParameter = (part: string) => part.startsWith("[");

function fits(route: readonly string[], path: readonly string[]): boolean {
  return (
    route.length === path.length &&
    route.every((part, at) => (isParameter(part) ? path[at] !== "" : part === path[at]))
  );
}

/** The help of the screen at an address: of the routes that fit it, the one with the fewest open parts. */
export function helpFor(pathname: string): RouteHelp | null {
  const path = pathname.split("/");
  const [route] = Object.keys(HELP_TEXTS)
    .filter((each) => fits(each.split("/"), path))
    .sort((one, other) => openParts(one) - openParts(other));
  const help = route === undefined ? undefined : HELP_TEXTS[route];
  if (route === undefined || help === undefined) return null;
  const { text, more } = help;
  const home = route.startsWith("/c/") ? path.slice(0, 3).join("/") : "";
  return { text, more: more && { label: more.label, href: `${home}${more.path}` } };
}

const openParts = (route: string) => route.split("/").filter(isParameter).length;
