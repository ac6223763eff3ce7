import { can, type Permission, type Role } from "@/lib/auth/permissions";

export type NavigationIcon =
  | "overview"
  | "requests"
  | "approvals"
  | "imports"
  | "cycles"
  | "close"
  | "review"
  | "payback"
  | "restatements"
  | "log"
  | "trajectory"
  | "packs"
  | "defensive"
  | "escalations"
  | "codes"
  | "policy"
  | "what-if"
  | "spine"
  | "optimisation"
  | "actions"
  | "targets"
  | "digest"
  | "people"
  | "keys"
  | "notices";

/** Places that belong together stand under one small heading; the first ones need none. */
export type NavigationGroup = "Revenue" | "Administration";

export type NavigationItem = {
  href: string;
  label: string;
  icon: NavigationIcon;
  group?: NavigationGroup;
  /** How many things wait there. */
  count?: number;
  countLabel?: string;
};

/** What is counted beside a place. */
type Counted = { approvals: number; openEscalations: number; policies: number };

type Place = Omit<NavigationItem, "href" | "count"> & {
  path: string;
  needs: Permission;
  counts?: keyof Counted;
};

/** The places of a company, in the order of the navigation; one line each, shown to whom they make sense. */
const PLACES: readonly Place[] = [
  { path: "", label: "Overview", icon: "overview", needs: "company.read" },
  { path: "/requests", label: "Requests", icon: "requests", needs: "company.read" },
  {
    path: "/approvals",
    label: "Approvals",
    icon: "approvals",
    needs: "request.sign",
    counts: "approvals",
    countLabel: "wait for your signature",
  },
  { path: "/imports", label: "Data in", icon: "imports", needs: "company.read" },
  { path: "/cycles", label: "Cycles & inputs", icon: "cycles", needs: "company.read" },
  { path: "/close", label: "Monthly close", icon: "close", needs: "company.read" },
  { path: "/review", label: "Weekly review", icon: "review", needs: "company.read" },
  { path: "/trajectory", label: "Trajectory", icon: "trajectory", needs: "company.read" },
  { path: "/board-packs", label: "Board packs", icon: "packs", needs: "board-pack.read" },
  { path: "/payback", label: "Did it pay back?", icon: "payback", needs: "company.read" },
  { path: "/restatements", label: "Restatements", icon: "restatements", needs: "company.read" },
  { path: "/log", label: "Decision log", icon: "log", needs: "log.read" },
  { path: "/defensive", label: "Defensive", icon: "defensive", needs: "company.read" },
  {
    path: "/escalations",
    label: "Escalations",
    icon: "escalations",
    needs: "company.read",
    counts: "openEscalations",
    countLabel: "open",
  },
  {
    path: "/policy",
    label: "Policy",
    icon: "policy",
    needs: "company.read",
    counts: "policies",
    countLabel: "waits for your signature",
  },
  { path: "/what-if", label: "What if", icon: "what-if", needs: "company.read" },
  { path: "/codes", label: "Reason codes", icon: "codes", needs: "company.read" },
  ...inGroup("Revenue", [
    { path: "/revenue", label: "Revenue spine", icon: "spine", needs: "company.read" },
    { path: "/revenue/cycles", label: "Optimisation cycles", icon: "optimisation", needs: "company.read" },
    { path: "/revenue/actions", label: "Actions", icon: "actions", needs: "company.read" },
    { path: "/revenue/targets", label: "Targets and guardrails", icon: "targets", needs: "company.read" },
    { path: "/digest", label: "Weekly digest", icon: "digest", needs: "company.read" },
  ]),
  ...inGroup("Administration", [
    { path: "/admin/people", label: "People", icon: "people", needs: "people.manage" },
    { path: "/admin/api-keys", label: "API keys", icon: "keys", needs: "api-key.manage" },
    { path: "/admin/notices", label: "Notices and due times", icon: "notices", needs: "notice.configure" },
  ]),
];

function inGroup(group: NavigationGroup, places: readonly Place[]): Place[] {
  return places.map((place) => ({ ...place, group }));
}

export function navigationFor(role: Role, companySlug: string, counts: Counted): NavigationItem[] {
  return PLACES.filter((place) => can(role, place.needs)).map(
    ({ path, needs: _, counts: counted, ...place }) => ({
      ...place,
      href: `/c/${companySlug}${path}`,
      ...(counted && counts[counted] > 0 && { count: counts[counted] }),
    }),
  );
}

/** The place that a page belongs to: of all whose address the page's begins with, the longest. */
export function placeOf(pathname: string, items: readonly NavigationItem[], home: string): string | null {
  const around = items
    .map(({ href }) => href)
    .filter((href) => pathname === href || (href !== home && pathname.startsWith(`${href}/`)));
  return around.sort((one, other) => other.length - one.length)[0] ?? null;
}
