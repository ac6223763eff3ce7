import { formatDate, formatMonth } from "@/components/ui/format";
import { can, PERMISSIONS, type Permission, ROLES, type Role } from "@/lib/auth/permissions";
import type { GettingStarted, StartStep, StartStepId } from "@/lib/queries/getting-started";

type StepWords = {
  title: string;
  why: string;
  minutes: number;
  needs: Permission;
  /** Where it is done, after the company's own address. */
  path: (started: GettingStarted) => string;
  action: string;
};

const STEPS: Record<StartStepId, StepWords> = {
  people: {
    title: "Invite the CFO, the CEO and FP&A",
    why: "FP&A evaluates the figures, and a decision that costs money is signed by the CFO, often by the CEO too.",
    minutes: 2,
    needs: "people.manage",
    path: () => "/admin/people",
    action: "Invite people",
  },
  targets: {
    title: "Set the targets",
    why: "Cash flow, EBITDA and bookings are judged against your plan; without one there is nothing to compare with.",
    minutes: 1,
    needs: "figures.import",
    path: ({ steps }) => importOf(steps, "targets"),
    action: "Upload targets",
  },
  stages: {
    title: "Say which stages of the pipeline count",
    why: "Only deals in a qualified stage count towards pipeline cover, and only you know what your stages mean.",
    minutes: 1,
    needs: "figures.import",
    path: () => "/imports?kind=pipeline-stages",
    action: "Upload stages",
  },
  holidays: {
    title: "Enter your holidays",
    why: "A close is due by a business day; without your holidays it would be called late too early.",
    minutes: 1,
    needs: "close.calendar",
    path: () => "/close/calendar",
    action: "Enter holidays",
  },
  figures: {
    title: "Upload the figures",
    why: "Twelve months of books let all eight triggers be known; what is missing stays unknown and opens no gate.",
    minutes: 2,
    needs: "figures.import",
    path: ({ steps }) => importOf(steps, "figures"),
    action: "Upload figures",
  },
  cycle: {
    title: "Close the first month",
    why: "Until one month is closed, every trigger is unknown, and no growth spend or net-new hire passes a gate. The page of the close says what is still missing.",
    minutes: 1,
    needs: "cycle.evaluate",
    path: ({ firstClose }) => `/close/${firstClose.month}`,
    action: "Open the close",
  },
  request: {
    title: "Submit the first request",
    why: "It shows everybody what a gate asks for, and what the answer rests on.",
    minutes: 1,
    needs: "request.submit",
    path: () => "/requests/new",
    action: "Ask for something",
  },
  signature: {
    title: "Sign it",
    why: "A decision counts once somebody other than its requester has signed it, and from then on it stands in the log.",
    minutes: 1,
    needs: "request.sign",
    path: () => "/approvals",
    action: "Open approvals",
  },
};

/** To where a file is uploaded, for the first kind of figures that a step still lacks. */
function importOf(steps: GettingStarted["steps"], step: StartStepId): string {
  const missing = steps.find(({ id }) => id === step)?.parts.find(({ isDone }) => !isDone);
  return missing?.kind ? `/imports?kind=${missing.kind}` : "/imports";
}

export type ShownStep = StepWords & { id: StartStepId; number: number; step: StartStep; isYours: boolean };

/** The steps as one person reads them: what they can do now, what others do, and what is done. */
export function stepsFor(role: Role, { steps }: GettingStarted) {
  const shown: ShownStep[] = steps.map((step, at) => ({
    ...STEPS[step.id],
    id: step.id,
    number: at + 1,
    step,
    isYours: can(role, STEPS[step.id].needs),
  }));
  const open = shown.filter(({ step }) => !step.isDone);
  return {
    yours: open.filter(({ isYours }) => isYours),
    others: open.filter(({ isYours }) => !isYours),
    done: shown.filter(({ step }) => step.isDone),
    minutesLeft: open.reduce((sum, { minutes }) => sum + minutes, 0),
  };
}

/** How long everything up to the first closed cycle takes. */
export const MINUTES_TO_FIRST_CYCLE = (
  ["people", "targets", "stages", "holidays", "figures", "cycle"] as const
)
  .map((id) => STEPS[id].minutes)
  .reduce((sum, minutes) => sum + minutes, 0);

/** Of a plan whose first month still runs, or lies ahead; null once the close is open. */
export function opensInWords({ month, opensOn, isOpen }: GettingStarted["firstClose"]): string | null {
  if (isOpen) return null;
  return `The plan's first month is ${formatMonth(`${month}-01`)}, which nobody can close before it is over: the close opens on ${formatDate(opensOn)}. Until then, load what there is; the gates stay shut.`;
}

/** "CFO or FP&A", and that nobody holds either yet. */
export function whoCan(needs: Permission, staffed: readonly Role[]): string {
  const members: readonly string[] = PERMISSIONS[needs];
  const roles = ROLES.filter((role) => members.includes(role));
  const held = roles.filter((role) => staffed.includes(role));
  const named = held.length > 0 ? held : roles;
  const words = named.length === 1 ? named[0] : `${named.slice(0, -1).join(", ")} or ${named.at(-1)}`;
  return held.length > 0 ? `${words}` : `${words}; nobody holds the role yet`;
}
