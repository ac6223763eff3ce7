import { Text } from "@mantine/core";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { type Column, DataTable } from "@/components/ui/data-table";
import type { Outcome } from "@/components/ui/failure-alert";
import { Moment } from "@/components/ui/moment";
import type { RunLine } from "@/lib/queries/jobs";
import { jobTitle } from "@/lib/queries/jobs-view";
import { formatDuration } from "./duration";
import { RunState } from "./run-state";

type Retry = (run: { tenantId: string; job: string; runFor: string }) => Promise<Outcome>;

export function RunTable({ runs, retry }: { runs: readonly RunLine[]; retry: Retry }) {
  const columns: Column<RunLine>[] = [
    { key: "state", header: "State", cell: (run) => <RunState state={run.state} /> },
    {
      key: "run",
      header: "Run",
      names: true,
      cell: (run) => (
        <div style={{ overflowWrap: "anywhere", minWidth: "11rem" }}>
          {jobTitle(run.job)}
          <Text size="xs" c="dimmed" component="div">
            for {run.runFor}
          </Text>
        </div>
      ),
    },
    {
      key: "company",
      header: "Company",
      cell: (run) => <div style={{ overflowWrap: "anywhere", minWidth: "9rem" }}>{run.company}</div>,
    },
    {
      key: "started",
      header: "Started",
      cell: (run) => (
        <span style={{ whiteSpace: "nowrap" }}>
          <Moment at={run.startedAt} />
        </span>
      ),
    },
    {
      key: "took",
      header: "Took",
      align: "right",
      cell: (run) => formatDuration(run.startedAt, run.finishedAt),
    },
    { key: "attempts", header: "Attempts", align: "right", cell: (run) => run.attempts },
    { key: "why", header: "What happened", cell: (run) => <Why run={run} /> },
    {
      key: "actions",
      header: <span className="visually-hidden">Actions</span>,
      align: "right",
      cell: (run) => (mayRetry(run) ? <RetryButton run={run} retry={retry} /> : null),
    },
  ];
  return (
    <DataTable
      caption="Runs of the companies' jobs, failures first"
      columns={columns}
      rows={runs}
      rowKey={(run) => run.id}
      minWidth={1080}
    />
  );
}

const mayRetry = ({ state }: RunLine): boolean => state !== "completed" && state !== "running";

function Why({ run }: { run: RunLine }) {
  if (run.state === "running") return "—";
  if (run.state === "completed") return run.note === null ? "—" : `No cycle: ${run.note}`;
  return (
    <div style={{ overflowWrap: "anywhere", minWidth: "16rem" }}>
      {run.error ?? "The worker was ended in the middle of it."}
      <Text size="xs" c="dimmed" component="div">
        {run.nextTryAt ? (
          <>
            Tried again by itself from <Moment at={run.nextTryAt} />
          </>
        ) : (
          "Not tried again by itself"
        )}
      </Text>
    </div>
  );
}

function RetryButton({ run, retry }: { run: RunLine; retry: Retry }) {
  const { tenantId, job, runFor } = run;
  return (
    <ConfirmButton
      action={retry.bind(null, { tenantId, job, runFor })}
      title={`${jobTitle(job)} of ${run.company}`}
      question={`It is put into the queue at once, for ${runFor}. What an earlier attempt has done is not done twice.`}
      confirmLabel="Try it again"
      size="xs"
    >
      Retry
    </ConfirmButton>
  );
}
