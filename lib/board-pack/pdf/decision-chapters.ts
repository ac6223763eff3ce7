import { dayInWords } from "../../day-words";
import type { PackContent, PackEscalation, PackException, PackGate, RoiCase } from "../content";
import { list, money } from "../figure-text";
import { PERIOD_KEY, periodName } from "../period";
import {
  bringsInWords,
  committed,
  ESCALATION_WORDS,
  GATE_NAMES,
  OUTCOME_WORDS,
  STATUS_WORDS,
  VERDICT_WORDS,
  withoutOutcome,
} from "../words";
import { shortened } from "./plain-text";
import { CONTENT_WIDTH, INK, type Sheet } from "./sheet";
import { layTable } from "./table";

/** Longer text is cut in a table; the request and the log hold all of it. */
const CELL_CHARACTERS = 420;
const PLAN_CHARACTERS = 1_600;

const SMALL = { size: 8, color: INK.dim };
/** Room for the small print between a title and its table. */
const INTRODUCTION = 26;

export function drawDecisions(sheet: Sheet, content: PackContent): void {
  drawExceptions(sheet, content);
  drawCasesDue(sheet, content);
  drawEscalations(sheet, content.escalations);
  drawBudget(sheet, content);
}

function drawExceptions(sheet: Sheet, content: PackContent): void {
  const table = layTable<PackException>(
    sheet,
    [
      { header: "Request", share: 30, cell: requestInWords },
      { header: "Decision", share: 30, cell: decisionInWords },
      { header: "ROI case", share: 32, cell: roiInWords },
      { header: "What came of it", share: 18, cell: outcomeInWords },
    ],
    content.exceptions,
    `None in ${periodName(content.period.key)}.`,
  );
  sheet.chapter("Decision log of exceptions", table.begins + INTRODUCTION);
  sheet.paragraph(
    "Claims of an exception, discounts over a ceiling, and whatever came with a written ROI case: decided in the period, or not decided yet.",
    SMALL,
  );
  table.draw();
  if (content.exceptionsLeftOut > 0)
    sheet.paragraph(`${content.exceptionsLeftOut} more stand in the decision log.`, { color: INK.dim });
  const answers = layTable<PackContent["decisions"][number]>(
    sheet,
    [
      { header: "Gate", share: 40, cell: ({ gateId }) => GATE_NAMES[gateId] },
      { header: "Approved", share: 15, align: "right", cell: ({ approved }) => String(approved) },
      { header: "Denied", share: 15, align: "right", cell: ({ denied }) => String(denied) },
      { header: "Withdrawn", share: 15, align: "right", cell: ({ withdrawn }) => String(withdrawn) },
      { header: "Refused by the gate", share: 18, align: "right", cell: ({ refused }) => String(refused) },
    ],
    content.decisions,
    "Nothing was decided in the period.",
  );
  sheet.heading("Answers of the gates in the period", answers.begins);
  answers.draw();
}

function drawCasesDue(sheet: Sheet, { casesDue, casesDueLeftOut, period }: PackContent): void {
  const table = layTable<RoiCase>(
    sheet,
    [
      {
        header: "Request",
        share: 46,
        cell: ({ reference, title, gateId, requester }) =>
          `${reference}: ${sentence(title)} ${GATE_NAMES[gateId]}. Asked for by ${requester}.`,
      },
      { header: "Approved", share: 14, cell: ({ approvedOn }) => dayInWords(approvedOn) },
      { header: "Measured", share: 14, cell: ({ outcome }) => dayInWords(outcome.measuredOn) },
      {
        header: "What came of it",
        share: 36,
        cell: ({ outcome: { verdict, words } }) =>
          `${OUTCOME_WORDS[verdict]}: ${shortened(words, CELL_CHARACTERS)}`,
      },
    ],
    casesDue,
    `None in ${periodName(period.key)}.`,
  );
  sheet.heading("ROI cases whose time came in the period", table.begins + INTRODUCTION);
  sheet.paragraph(
    "Approved earlier, and held against their band over the days since. A figure says what changed since the approval, not why.",
    SMALL,
  );
  table.draw();
  if (casesDueLeftOut > 0)
    sheet.paragraph(`${casesDueLeftOut} more stand under Did it pay back.`, { color: INK.dim });
}

/** A title with one full stop, whether it brought its own or not. */
const sentence = (title: string): string => `${title.trim().replace(/\.$/u, "")}.`;

const requestInWords = ({ reference, title, gateId, kind, amount, requester }: PackException): string =>
  `${reference}: ${sentence(title)} ${GATE_NAMES[gateId]}, ${kind}${amount ? `, ${amount}` : ""}. Asked for by ${requester}.`;

function decisionInWords({
  status,
  decidedAt,
  signoffs,
  reasonCodes,
  logSeq,
  offset,
}: PackException): string {
  const when = decidedAt ? ` on ${dayInWords(decidedAt)}` : "";
  const signed = signoffs
    .filter(({ verdict }) => verdict === "APPROVE")
    .map(({ role, name }) => `${name} (${role})`);
  const parts = [
    `${STATUS_WORDS[status]}${when}.`,
    ...(signed.length > 0 ? [`Signed by ${list(signed)}.`] : []),
    ...(reasonCodes.length > 0 ? [`${reasonCodes.join(", ")}.`] : []),
    ...(offset ? [`Offset ${money(offset.amountUsd)}: ${sentence(shortened(offset.description, 160))}`] : []),
    ...(logSeq === null ? [] : [`Log entry ${logSeq}.`]),
  ];
  return parts.join(" ");
}

const roiInWords = ({ roi }: PackException): string =>
  roi ? `Band ${roi.low} to ${roi.high}. ${shortened(roi.summary, CELL_CHARACTERS)}` : "None";

function outcomeInWords({ outcome, ...exception }: PackException): string {
  if (!outcome) return withoutOutcome(exception);
  const { verdict, words, measuredOn } = outcome;
  const day = verdict === "TOO_EARLY" ? "" : ` (${dayInWords(measuredOn)})`;
  return `${OUTCOME_WORDS[verdict]}: ${shortened(words, CELL_CHARACTERS)}${day}`;
}

function drawEscalations(sheet: Sheet, escalations: readonly PackEscalation[]): void {
  sheet.chapter("Escalations");
  if (escalations.length === 0) sheet.paragraph("None was open in the period or is now.", { color: INK.dim });
  for (const each of escalations) {
    sheet.heading(`${each.rule} (${each.triggers.join(", ")})`);
    const resolved = each.resolvedAt ? ` on ${dayInWords(each.resolvedAt)}` : "";
    sheet.paragraph(
      `Raised on ${dayInWords(each.raisedAt)} by the ${cycleInWords(each.raisedBy)}. ${ESCALATION_WORDS[each.status]}${resolved}. Asks for: ${sentence(each.action)}`,
      { after: 2 },
    );
    if (each.plan) {
      const due = each.planDueOn ? `, due ${dayInWords(each.planDueOn)}` : "";
      const by = each.acknowledgedBy ? ` of ${each.acknowledgedBy}` : "";
      sheet.paragraph(`Plan${by}${due}: ${shortened(each.plan, PLAN_CHARACTERS)}`, { indent: 12, after: 2 });
    }
    if (each.resolution)
      sheet.paragraph(`Carried out: ${shortened(each.resolution, PLAN_CHARACTERS)}`, { indent: 12 });
  }
}

/** Months are closed; weeks have cycles, whose key says which week. */
const cycleInWords = (key: string): string =>
  PERIOD_KEY.test(key) ? `close of ${periodName(key)}` : `cycle ${key}`;

function drawBudget(sheet: Sheet, { budget }: PackContent): void {
  const table = layTable<PackGate>(
    sheet,
    [
      { header: "Gate", share: 32, cell: ({ gateId }) => GATE_NAMES[gateId] },
      { header: "Approved under this plan", share: 26, cell: ({ approved }) => committed(approved) },
      {
        header: "Of these in the period",
        share: 24,
        cell: ({ approvedInPeriod }) => committed(approvedInPeriod),
      },
      { header: "Not decided yet", share: 24, cell: ({ open }) => committed(open) },
      { header: "Gate now", share: 16, cell: ({ verdict }) => VERDICT_WORDS[verdict] },
    ],
    budget.gates,
    "The policy has no gates.",
  );
  sheet.chapter(`Gated budget of ${periodName(budget.quarter)}`, table.begins);
  table.draw();
  const [first] = budget.gates;
  if (!first) return;
  sheet.heading("What each gate would let through as things stand", heightOfProspects(sheet, first));
  for (const gate of budget.gates) drawProspects(sheet, gate);
}

const PROSPECT = { size: 8.5, indent: 12, after: 1 };

function heightOfProspects(sheet: Sheet, { prospects }: PackGate): number {
  const heights = prospects.map(
    (each) =>
      sheet.heightOf(prospectInWords(each), CONTENT_WIDTH - PROSPECT.indent, PROSPECT) + PROSPECT.after,
  );
  return heights.reduce((sum, height) => sum + height, 14);
}

/** What one gate would let through; it is not cut by a page's end. */
function drawProspects(sheet: Sheet, gate: PackGate): void {
  const { gateId, verdict, prospects } = gate;
  sheet.need(heightOfProspects(sheet, gate));
  sheet.paragraph(`${GATE_NAMES[gateId]}: ${VERDICT_WORDS[verdict].toLowerCase()}`, {
    font: "bold",
    after: 1,
  });
  for (const each of prospects) sheet.paragraph(prospectInWords(each), PROSPECT);
  sheet.space(4);
}

function prospectInWords({ label, verdict, brings, reasons }: PackGate["prospects"][number]): string {
  const answer = `${label}: ${VERDICT_WORDS[verdict].toLowerCase()}`;
  if (verdict === "CLOSED" && reasons.length > 0)
    return `${answer}. ${shortened(reasons.join("; "), CELL_CHARACTERS)}`;
  return brings.length > 0 ? `${answer}: ${list(brings.map(bringsInWords))}` : answer;
}
