/** What a screen is for, in two sentences for whoever runs a company, and where to read on. */
export type HelpText = {
  text: string;
  /** `path` stands after the company's own address; from elsewhere it is an address of its own. */
  more: { label: string; path: string } | null;
};

const RULES = { label: "The gates' rules", path: "/codes/rules" };
const CODES = { label: "All reason codes", path: "/codes" };
const LOG = { label: "Decision log", path: "/log" };
const CYCLES = { label: "Cycles and their inputs", path: "/cycles" };
const REQUESTS = { label: "All requests", path: "/requests" };
const POLICY = { label: "Versions of the policy", path: "/policy" };
const ATLAS = { label: "Policy atlas", path: "/policy/atlas" };
const TRAJECTORY = { label: "Trajectory to breakeven", path: "/trajectory" };
const TARGETS = { label: "Targets and guardrails", path: "/revenue/targets" };
const ACTIONS = { label: "Actions of the cycles", path: "/revenue/actions" };
const DIGEST = { label: "Weekly digest", path: "/digest" };
const START = { label: "Getting started", path: "/start" };
const OVERVIEW = { label: "Overview", path: "" };

/** One line per screen, by its route; a test holds that no screen is without, and that each has two sentences. */
export const HELP_TEXTS: Readonly<Record<string, HelpText>> = {
  "/sign-in": {
    text: "Here you sign in with the e-mail address and password that your company's administrator gave you. After the first sign-in you choose a password of your own, and after too many wrong ones you wait a moment.",
    more: null,
  },
  "/account": {
    text: "Here you change your password, see where you are signed in, and end any session that you do not recognise. If signatures above a certain amount ask you for a one-time code, you set that up here as well.",
    more: { label: "Your companies", path: "/" },
  },
  "/c/[company]": {
    text: "This is the company on one page: the mode it is in, its eight triggers with what changed, and what each gate would answer today. Everything rests on the newest closed cycle, so a figure that looks wrong is followed from its card down to the books.",
    more: CYCLES,
  },
  "/c/[company]/start": {
    text: "This list leads a new company from its first invitation to its first signed decision, and ticks off each step by itself once the data shows that it is done. Steps that your role can do come first, each with the reason for it and the time it takes.",
    more: OVERVIEW,
  },
  "/c/[company]/triggers/[trigger]": {
    text: "A trigger is one figure that is watched, with the limits above which it passes and below which it fails. The page shows how it came about, how it has moved, and which gates open or close because of it.",
    more: TRAJECTORY,
  },
  "/c/[company]/requests": {
    text: "Everything that people ask to spend or to hire stands here, with its answer so far. Drafts are seen by their author alone; whatever has been submitted is seen by everybody in the company.",
    more: RULES,
  },
  "/c/[company]/requests/new": {
    text: "Choose what you want to ask for, and the form asks for exactly the facts that this gate decides on. While you type, it tells you what the answer would be and whose signatures it would take.",
    more: RULES,
  },
  "/c/[company]/requests/[reference]": {
    text: "One request with its answer, the rules that led to it, and the signatures it still needs. Each signature is checked again against the figures of that moment, so an approval always rests on what was true when it was given.",
    more: RULES,
  },
  "/c/[company]/requests/[reference]/edit": {
    text: "Here you change a request of your own and send it again. After a change, earlier signatures no longer count, because nobody signed what it says now.",
    more: REQUESTS,
  },
  "/c/[company]/approvals": {
    text: "What waits for your signature or your action, oldest and costliest first, with what happens if nobody acts. Nobody signs their own request, and two required signatures always come from two people.",
    more: RULES,
  },
  "/c/[company]/approvals/delegations": {
    text: "Name who signs for you from one day to another while you are away. Both names stand in the decision log, and one person still counts once, whoever they sign for.",
    more: { label: "Approvals", path: "/approvals" },
  },
  "/c/[company]/cycles": {
    text: "Each week and each month is judged once its figures are in, and only a closed cycle changes the states, the mode and the gates. The list shows what was judged, what is due next, and by which business day.",
    more: TRAJECTORY,
  },
  "/c/[company]/cycles/[cadence]/[key]": {
    text: "Every figure that this cycle rests on, with where it came from and who put another in its place. FP&A or the CFO evaluate it here; a figure that is missing makes its trigger unknown, which opens no gate.",
    more: CYCLES,
  },
  "/c/[company]/close": {
    text: "The monthly close as a list that fills itself in: what is there, what is missing, who owes it, and how many business days are left. When all of it is in, the month is certified as final here.",
    more: CYCLES,
  },
  "/c/[company]/close/[month]": {
    text: "One month's close: which figures are in, which are late and who owes them, and what each trigger became. A certified month stays as it is until the CFO reopens it with a reason.",
    more: CYCLES,
  },
  "/c/[company]/close/calendar": {
    text: "The company's holidays, year by year, from which the business days of every close are counted. A day that is missing here makes a close look late, and a change of the past is for the CFO alone.",
    more: CYCLES,
  },
  "/c/[company]/review": {
    text: "The weekly operating review in forty-five minutes: runway and pipeline, what moved and why, last week's actions, and the exceptions to decide. Minutes write themselves from what is done here.",
    more: DIGEST,
  },
  "/c/[company]/review/[week]": {
    text: "The review of one week, with its agenda, its notes, and the actions that came of it. What was decided in it stands in the decision log, and its minutes stay as they were.",
    more: { label: "All reviews", path: "/review" },
  },
  "/c/[company]/trajectory": {
    text: "Free cash flow and EBITDA against the band that leads to breakeven in month twelve, with what is likely from here. The forecast is a range from drivers that are stated below it, never a single line.",
    more: CYCLES,
  },
  "/c/[company]/imports": {
    text: "Here figures come in from a file: choose what it holds, say which column is which, and see what would become of every row. Nothing is written until you apply it, and a whole import can be undone.",
    more: CYCLES,
  },
  "/c/[company]/imports/[import]": {
    text: "One file, row by row: what is new, what corrects an earlier figure, what is there already, and what is wrong with the rest. An import is applied whole or not at all, and undone as a whole.",
    more: CYCLES,
  },
  "/c/[company]/imports/figures": {
    text: "One figure of the books: which rows of which files make it up now, who brought them, and since when it has been known. What stood there before stays listed with the time in which it was the figure that decisions rested on.",
    more: { label: "Data in", path: "/imports" },
  },
  "/c/[company]/payback": {
    text: "Each approved return is measured against the band that was promised, once its time has come. Where there are too few cases to say anything, the page says so.",
    more: REQUESTS,
  },
  "/c/[company]/payback/[reference]": {
    text: "One approved return: the band that was promised, what the books say since, and whether it has come back. Until its time has come it is too early to tell, and the page says when that will be.",
    more: { label: "Did it pay back?", path: "/payback" },
  },
  "/c/[company]/board-packs": {
    text: "The board pack of a month or quarter, made from the figures with one click and released by the CFO. A released pack keeps its exact bytes; a correction is a new edition beside it.",
    more: TRAJECTORY,
  },
  "/c/[company]/board-packs/[pack]": {
    text: "One board pack with its figures as they stood when it was made, and a memo that you edit before it is released. Once it is released, neither changes, and its fingerprint stands in the decision log.",
    more: { label: "All board packs", path: "/board-packs" },
  },
  "/c/[company]/restatements": {
    text: "A figure that was corrected after a cycle had closed on it stands here beside the first one, with the cycles and decisions that would have come out otherwise. The decision log is never rewritten; what should govern again on the corrected figures is evaluated again, and a certified close is reopened for it first.",
    more: LOG,
  },
  "/c/[company]/log": {
    text: "Everything that was decided, by whom and on which figures, in an order that nobody can change without being noticed. Search it by word, person, gate or code, and export what you found.",
    more: CODES,
  },
  "/c/[company]/log/[seq]": {
    text: "One entry of the decision log, with the figures, rules and signatures that stood when it was written. Its fingerprint is part of the next entry, so a later change would show.",
    more: LOG,
  },
  "/c/[company]/defensive": {
    text: "When a critical trigger fails, the company goes into defensive mode: growth spend and net-new hires stop until every critical trigger passes twice in a row. Here stand the cause, the way out, and the actions that the mode demands.",
    more: RULES,
  },
  "/c/[company]/escalations": {
    text: "A trigger that keeps failing calls for a plan from the CFO or CEO, and here stands which ones do. An escalation stays open until its plan is written, carried out and closed.",
    more: CYCLES,
  },
  "/c/[company]/escalations/[escalation]": {
    text: "One escalation: the cycles that caused it, the plan against it, and what came of that plan. The CFO or CEO write the plan and its date here, and close it once it is carried out.",
    more: { label: "All escalations", path: "/escalations" },
  },
  "/c/[company]/codes": {
    text: "Every refusal names its reason by one of thirty-five codes, and here is what each of them means. They stand by what they stop, with how often each has come up lately.",
    more: RULES,
  },
  "/c/[company]/codes/[code]": {
    text: "One reason in plain words: what it stops, what mends it, and who can. Below stand the newest decisions of this company that carry it.",
    more: CODES,
  },
  "/c/[company]/codes/rules": {
    text: "What each of the four gates allows and blocks, word for word as the policy in force has it. Whatever no rule allows is blocked.",
    more: ATLAS,
  },
  "/c/[company]/policy": {
    text: "The rules that the company has given itself, in all their versions: what is in force, what is proposed, and what came before. A change takes two signatures and comes into force with a closed cycle.",
    more: ATLAS,
  },
  "/c/[company]/policy/atlas": {
    text: "The policy answered in advance: choose a situation and see what every gate would say. It shows where a single trigger decides, before that trigger moves.",
    more: RULES,
  },
  "/c/[company]/policy/compare": {
    text: "Two versions of the policy side by side, in words and not in code. Below stands what the past would have looked like had the other one been in force.",
    more: POLICY,
  },
  "/c/[company]/policy/import": {
    text: "Bring a policy that was written elsewhere, as one file or as four. It becomes a draft that nobody is bound by until it is proposed and signed.",
    more: POLICY,
  },
  "/c/[company]/policy/versions/[bundleId]": {
    text: "One version of the policy: what it says, what it changes, and who signed it. From here a draft is proposed, signed or declined.",
    more: POLICY,
  },
  "/c/[company]/policy/versions/[bundleId]/edit": {
    text: "Write the rules of a draft and see at once where one cannot be read or contradicts another. Your typing is kept, and nothing of it counts until it is proposed and signed.",
    more: POLICY,
  },
  "/c/[company]/what-if": {
    text: "Type figures that might be and see month by month what the triggers and gates would become. Nothing here decides anything, and a scenario with a name can be sent as a link.",
    more: TRAJECTORY,
  },
  "/c/[company]/what-if/[scenario]": {
    text: "A named scenario, as its author left it, beside what holds today. You may play with its figures; only its author changes what is saved.",
    more: { label: "All scenarios", path: "/what-if" },
  },
  "/c/[company]/revenue": {
    text: "Every figure of the revenue side in one list, from first lead to renewal, each with its target and its trend. Open one to see how it is counted and what it is made of.",
    more: TARGETS,
  },
  "/c/[company]/revenue/metrics/[metric]": {
    text: "One figure over time, with its definition, its target and what it is made of. Where it is broken down, the parts add up to the whole.",
    more: { label: "Revenue spine", path: "/revenue" },
  },
  "/c/[company]/revenue/cycles": {
    text: "Each run looks for the one constraint that holds growth back, and proposes a few changes against it. The list shows what was found each time and what came of it.",
    more: ACTIONS,
  },
  "/c/[company]/revenue/cycles/[cycle]": {
    text: "One run: the constraint it found, the changes it proposed, and why it left others out. Changes that cost money stop at the same gates as anybody else's.",
    more: ACTIONS,
  },
  "/c/[company]/revenue/actions": {
    text: "Every change that the runs have proposed, with where it stands: waiting for a signature, under way, measured or taken back. The effect of each is measured against its own baseline.",
    more: { label: "Optimisation cycles", path: "/revenue/cycles" },
  },
  "/c/[company]/revenue/actions/[action]": {
    text: "One change: what it does, why it was proposed, and what it has brought so far. While it runs, it can be stopped or taken back here, and what stood before returns.",
    more: ACTIONS,
  },
  "/c/[company]/revenue/targets": {
    text: "What the company steers towards, and the limits that no automatic change may cross. The CFO sets them here, and each change stands in the log with what was there before.",
    more: ACTIONS,
  },
  "/c/[company]/digest": {
    text: "The week in six figures, with what moved, what was gated and what waits. It is also sent by e-mail to the CFO and CEO, where e-mail is set up.",
    more: { label: "Revenue spine", path: "/revenue" },
  },
  "/c/[company]/notices": {
    text: "What waits for you, what became of what you asked for, and where somebody mentioned you. Opening a notice leads to its page and decides nothing.",
    more: OVERVIEW,
  },
  "/c/[company]/admin/notices": {
    text: "Where the company's notices go besides e-mail, and by when a request is to be signed. Here you also see which messages did not arrive, and why.",
    more: LOG,
  },
  "/c/[company]/admin/people": {
    text: "Invite people, give each the one role that they hold, and end a membership when somebody leaves. A role decides who may sign what, so every change of it stands in the decision log.",
    more: START,
  },
  "/c/[company]/admin/api-keys": {
    text: "Keys let other systems of yours deliver figures or ask the gates, each for what it is allowed and no more. A key is shown once, can be given a last day, and can be revoked at any time.",
    more: LOG,
  },
  "/operator/portfolio": {
    text: "All companies of the platform with their mode and whether their closes are in time. It shows no figure of any company's own: whoever wants to see more has to be invited there.",
    more: { label: "Jobs", path: "/operator/jobs" },
  },
  "/operator/jobs": {
    text: "What runs by itself in the background, for which company, and how it went. A job that failed is tried again here, and it still happens only once.",
    more: { label: "Portfolio", path: "/operator/portfolio" },
  },
};
