import { can, type Permission, type Role } from "@/lib/auth/permissions";
import type { NavigationItem } from "./navigation";

/** A page that the palette leads to, after the company's own address unless it is outside of any company. */
export type PalettePage = { label: string; path: string; about: string; isOutside?: boolean };

/** Pages that the navigation does not name, and by what else they are looked for. */
const FURTHER: readonly (PalettePage & { needs: Permission })[] = [
  {
    label: "Import figures",
    path: "/imports?kind=arr-bridge",
    about: "Upload a file: CSV or XLSX, or take a template",
    needs: "figures.import",
  },
  {
    label: "New request",
    path: "/requests/new",
    about: "Ask for a hire, spend or a discount",
    needs: "request.submit",
  },
  {
    label: "The gates' rules",
    path: "/codes/rules",
    about: "What each gate allows and blocks",
    needs: "company.read",
  },
  {
    label: "Policy atlas",
    path: "/policy/atlas",
    about: "Every situation and its answer",
    needs: "company.read",
  },
  {
    label: "Compare policy versions",
    path: "/policy/compare",
    about: "What changed, and what it would change",
    needs: "company.read",
  },
  {
    label: "Import a policy",
    path: "/policy/import",
    about: "Bring one that was written elsewhere, as a draft",
    needs: "policy.draft",
  },
  {
    label: "Stand-ins",
    path: "/approvals/delegations",
    about: "Delegate your signature while you are away",
    needs: "request.sign",
  },
  {
    label: "Holidays",
    path: "/close/calendar",
    about: "The days that no close counts",
    needs: "company.read",
  },
  {
    label: "Notices",
    path: "/notices",
    about: "What you were told, and how you want e-mail",
    needs: "company.read",
  },
  {
    label: "Getting started",
    path: "/start",
    about: "From an empty company to its first signature",
    needs: "company.read",
  },
  {
    label: "Your account",
    path: "/account",
    about: "Password, second factor, sessions",
    needs: "company.read",
    isOutside: true,
  },
];

/** The pages that this role may see, in the order of the navigation. */
export function palettePages(role: Role, home: string, items: readonly NavigationItem[]): PalettePage[] {
  const places = items.map(({ href, label, group }) => ({
    label,
    path: href.slice(home.length),
    about: group ? `Page · ${group}` : "Page",
  }));
  const further = FURTHER.filter(({ needs }) => can(role, needs)).map(({ needs: _, ...page }) => page);
  return [...places, ...further];
}
