import { dayInWords } from "../day-words";
import { CFO_GATE_WORDS } from "../queries/cfo-gate-words";
import type { CfoWeek } from "../queries/cfo-week";
import { figureInWords, inUnit } from "./figure-words";

export type DigestMessage = { subject: string; text: string; html: string };

export type DigestReader = {
  company: string;
  role: string;
  /** The company's pages, `https://…/c/acme`; null where the application does not know its own address. */
  home: string | null;
};

const MODES = {
  NORMAL: "Normal",
  DEFENSIVE: "Defensive",
  UNKNOWN: "Unknown: no cycle has been evaluated by then",
} as const;

/** The week of a company for one reader. It informs and links; nothing in it approves, signs or changes anything. */
export function digestMessage(week: CfoWeek, { company, role, home }: DigestReader): DigestMessage {
  const name = oneLine(company);
  const days = `${dayInWords(week.weekStart)} to ${dayInWords(week.weekEnd)}`;
  const page = home === null ? null : `${home}/digest?week=${week.weekStart}`;
  const why = `You receive this as ${role} of ${name}. It informs only: nothing can be approved or changed by answering it.`;
  return {
    subject: `Weekly CFO digest: ${name}, ${days}`,
    text: asText({ name, days, page, why, week }),
    html: asHtml({ name, days, page, why, week, home }),
  };
}

type Parts = { name: string; days: string; page: string | null; why: string; week: CfoWeek };

/** A name in a header is one line of ordinary characters, whatever the company calls itself. */
function oneLine(text: string): string {
  return text
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ")
    .trim()
    .slice(0, 120);
}

/** What happened in the week beside its figures: a heading and a sentence each. */
function eventsOf({ mode, openEscalations, gates, cyclesRun, actions }: CfoWeek): [string, string][] {
  return [
    ["Mode at the end of the week", MODES[mode]],
    ["Open escalations", String(openEscalations)],
    ["CFO gates triggered", gatesInWords(gates, cyclesRun)],
    ["Actions", actionsInWords(actions)],
  ];
}

function gatesInWords(gates: CfoWeek["gates"], cyclesRun: number): string {
  if (cyclesRun === 0) return "no cycle ran in this week";
  if (gates.length === 0) return "none";
  return gates
    .map(({ gate, observed, threshold }) => {
      const { name, watches, unit } = CFO_GATE_WORDS[gate];
      return `${name} (${watches} ${inUnit(observed, unit)}, limit ${inUnit(threshold, unit)})`;
    })
    .join("; ");
}

function actionsInWords({ total, improved, hurt, measured }: CfoWeek["actions"]): string {
  if (total === 0) return "none";
  return `${total} in all; ${measured} measured in this week, of which ${improved} improved and ${hurt} hurt the metric aimed at`;
}

function asText({ name, days, page, why, week }: Parts): string {
  const figures = week.figures.map((figure) => {
    const { value, asOf, change } = figureInWords(figure);
    return `${figure.name}: ${value} (${asOf})\n    ${change}`;
  });
  return [
    `Weekly CFO digest: ${name}`,
    `${days}, days in UTC`,
    "",
    ...figures,
    "",
    ...eventsOf(week).map(([heading, sentence]) => `${heading}: ${sentence}`),
    "",
    ...(page === null ? [] : [`On the page: ${page}`, ""]),
    why,
    "",
  ].join("\n");
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

function asHtml({ name, days, page, why, week, home }: Parts & { home: string | null }): string {
  const cell = 'style="padding:6px 12px 6px 0;text-align:left;vertical-align:top"';
  const link = (href: string | null, text: string) =>
    href === null ? escaped(text) : `<a href="${escaped(href)}">${escaped(text)}</a>`;
  const figures = week.figures.map((figure) => {
    const { value, asOf, change } = figureInWords(figure);
    const metricPage = home === null ? null : `${home}/revenue/metrics/${figure.id}`;
    return `<tr><th scope="row" ${cell}>${link(metricPage, figure.name)}</th><td ${cell}><strong>${escaped(value)}</strong><br><small>${escaped(asOf)}</small></td><td ${cell}>${escaped(change)}</td></tr>`;
  });
  const events = eventsOf(week).map(
    ([heading, sentence]) =>
      `<tr><th scope="row" ${cell}>${heading}</th><td ${cell}>${escaped(sentence)}</td></tr>`,
  );
  const title = `Weekly CFO digest: ${escaped(name)}`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${title}</title></head>
<body style="font-family:system-ui,'Segoe UI',Arial,sans-serif;line-height:1.45;max-width:44rem">
<h1 style="font-size:1.25rem;margin-bottom:0">${title}</h1>
<p style="margin-top:4px">${days}, days in UTC</p>
<table style="border-collapse:collapse"><thead><tr><th scope="col" ${cell}>Figure</th><th scope="col" ${cell}>This week</th><th scope="col" ${cell}>Against the week before</th></tr></thead>
<tbody>${figures.join("\n")}</tbody></table>
<table style="border-collapse:collapse;margin-top:12px"><tbody>${events.join("\n")}</tbody></table>
<p>${page === null ? "" : link(page, "Open this digest")}</p>
<p><small>${escaped(why)}</small></p>
</body></html>
`;
}
