import { can, type Permission, type Role } from "@/lib/auth/permissions";

export type NavigationIcon =
  | "overview"
  | "requests"
  | "approvals"
  | "cycles"
  | "log"
  | "defensive"
  | "escalations"
  | "codes"
  | "people"
  | "keys";

export type NavigationItem = {
  href: string;
  label: string;
  icon: NavigationIcon;
  /** How many things wait there. */
  count?: number;
  countLabel?: string;
};

type Place = Omit<NavigationItem, "href" | "count"> & {
  path: string;
  needs: Permission;
  counts?: "approvals" | "openEscalations";
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
  { path: "/cycles", label: "Cycles & inputs", icon: "cycles", needs: "company.read" },
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
  { path: "/codes", label: "Reason codes", icon: "codes", needs: "company.read" },
  { path: "/admin/people", label: "People", icon: "people", needs: "people.manage" },
  { path: "/admin/api-keys", label: "API keys", icon: "keys", needs: "api-key.manage" },
];

export function navigationFor(
  role: Role,
  companySlug: string,
  counts: { approvals: number; openEscalations: number },
): NavigationItem[] {
  return PLACES.filter((place) => can(role, place.needs)).map(
    ({ path, needs: _, counts: counted, ...place }) => ({
      ...place,
      href: `/c/${companySlug}${path}`,
      ...(counted && counts[counted] > 0 && { count: counts[counted] }),
    }),
  );
}
