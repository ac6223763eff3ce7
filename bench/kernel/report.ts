// The measurement in words and tables.
import { cpus, loadavg } from "node:os";
import { KERNEL, type Part, quantile, REST } from "./parts";
import type { Pass } from "./passes";

export type Measured = {
  companies: number;
  /** Rows of all companies, those of the warm-up with them. */
  rows: number;
  passes: Pass[];
  answers: string[];
  parts: Part[];
  /** What PostgreSQL reads from end to end for one company's cycle. */
  readWhole: string[];
};

const whole = (value: number) => Math.round(value).toLocaleString("en-US");
const ms = (value: number | null) => (value === null ? "–" : value.toFixed(value < 10 ? 1 : 0));

export function reportOf(measured: readonly Measured[]): string {
  const largest = measured.at(-1);
  return `# A night of revenue cycles at ${listed(measured.map(({ companies }) => whole(companies)))} companies

\`npm run bench:kernel\` · ${cpus()[0]?.model.trim()}, ${cpus().length} cores · Node ${process.version} · PostgreSQL of its own with default memory (128 MB of
shared buffers) and nothing safe on disk · load of the machine at the end ${loadavg()[0]?.toFixed(1)} on ${cpus().length} cores: other work beside it
makes every wall time larger, so read the processor times first.

Every company is a copy of the demonstration's first one (${perCompany(largest)} rows each: 60 days of raw events, every deal,
account and revenue event, 35 days of every metric, an active policy, twelve closed evaluations). A night computes one new day
of metrics and runs a daily cycle, as the application's role, under row-level security, with every check, log entry and gate
request of the product. Half of the companies get their night one after the other, half of them four at a time. Bare reads are
the same SQL statements, with the same parameters, that the cycle reads with, sent by the driver alone: no ORM, no checks of shape, no
kernel, nothing written. Before any figure counts, the answers are compared: ${answersOf(largest)}

## Per company

| companies | what | at a time | wall ms a company | p50 ms | p95 ms | processor ms, Node | processor ms, PostgreSQL | load |
| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${measured.flatMap(({ companies, passes }) => passes.map((each) => rowOf(companies, each))).join("\n")}

Wall ms a company is the whole pass by the number of companies; p50 and p95 are of the single companies. Fewer than 100 companies are
measured over several fresh copies of the same database, and their times pooled.

${measured.length > 1 ? flatness(measured) : ""}## Where the time of a cycle goes

One cycle after the other, median of five companies for each part, at ${whole(largest?.companies ?? 0)} companies. Of statements, the time from sending to the answer's
last row.

| part | statements | ms |
| --- | ---: | ---: |
${(largest?.parts ?? []).map(({ name, statements, ms: each }) => `| ${name} | ${[KERNEL, REST].includes(name) ? "" : statements} | ${ms(each)} |`).join("\n")}
`;
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

function perCompany(measured: Measured | undefined): string {
  return measured ? whole(measured.rows / (measured.companies + 10)) : "";
}

function answersOf(measured: Measured | undefined): string {
  const text = measured?.answers.find((answer) => answer.startsWith("{")) ?? "{}";
  const { constraint, actions }: { constraint?: string; actions?: unknown[] } = JSON.parse(text);
  const reads = measured?.answers.find((answer) => answer.includes("statements")) ?? "";
  return `every cycle finds the binding
constraint \`${constraint}\` and asks for the same ${actions?.length} actions as the first company's, which has eighteen months of data; every bare
read has the same ${reads.split(":")[0]}.`;
}

function rowOf(companies: number, each: Pass): string {
  const count = each.times.length;
  const cells = [
    whole(companies),
    each.what,
    String(each.concurrency),
    ms(each.wallMs / count),
    ms(quantile(each.times, 0.5)),
    ms(quantile(each.times, 0.95)),
    ms(each.nodeMs / count),
    ms(each.serverMs === null ? null : each.serverMs / count),
    each.load.toFixed(1),
  ];
  return `| ${cells.join(" | ")} |`;
}

function plansOf(measured: Measured | undefined): string {
  const tables = measured?.readWhole ?? [];
  const begin = `In the plans of the cycle's reads among ${whole(measured?.companies ?? 0)} companies`;
  if (tables.length === 0) return `${begin} no table that holds rows is read from end to end.`;
  return `${begin}, read from end to end: ${tables.join(", ")}.`;
}

const processor = ({ nodeMs, serverMs, times }: Pass): number => (nodeMs + (serverMs ?? 0)) / times.length;
const wall = ({ wallMs, times }: Pass): number => wallMs / times.length;

/** The cost for a company among many by its cost among few: 1 is flat. */
function flatness(measured: readonly Measured[]): string {
  const [few, many] = [measured[0], measured.at(-1)];
  const rows = (few?.passes ?? []).flatMap((one, position) => {
    const other = many?.passes[position];
    if (!other) return [];
    const ratio = (cost: (each: Pass) => number) => (cost(other) / cost(one)).toFixed(2);
    return [
      `| ${one.what} | ${one.concurrency} | ${ratio(processor)} | ${ratio(wall)} | ${ratio(({ times }) => quantile(times, 0.5))} |`,
    ];
  });
  return `## Does it stay flat?

A company's cost among ${whole(many?.companies ?? 0)} by its cost among ${whole(few?.companies ?? 0)}: 1.00 is flat.

${plansOf(many)}

| what | at a time | processor time, Node and PostgreSQL | wall | p50 |
| --- | ---: | ---: | ---: | ---: |
${rows.join("\n")}

`;
}
