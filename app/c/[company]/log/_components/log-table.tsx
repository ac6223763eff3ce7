"use client";

import {
  Table,
  TableScrollContainer,
  TableTbody,
  TableTd,
  TableTh,
  TableThead,
  TableTr,
  Text,
  UnstyledButton,
} from "@mantine/core";
import { IconArrowDown, IconArrowsSort, IconArrowUp } from "@tabler/icons-react";
import {
  createColumnHelper,
  rowPaginationFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { ReasonCodeText } from "@/components/governance/reason-code-text";
import { StateBadge } from "@/components/governance/state-badge";
import { TextLink } from "@/components/ui/link-button";
import type { ReasonCode } from "@/kernel/enforcement";
import type { TableLine } from "./log-words";

const features = tableFeatures({ rowSortingFeature, rowPaginationFeature });
const helper = createColumnHelper<typeof features, TableLine>();

function columnsOf(log: string, company: string) {
  return helper.columns([
    helper.accessor("seq", {
      header: "Entry",
      cell: ({ getValue }) => (
        <TextLink
          href={`${log}/${getValue()}`}
          aria-label={`Entry ${getValue()}`}
          underline="always"
          size="sm"
        >
          {getValue()}
        </TextLink>
      ),
    }),
    helper.accessor("time", {
      header: "Time",
      cell: ({ row }) => (
        <time dateTime={row.original.iso} style={{ whiteSpace: "nowrap" }}>
          {row.original.time}
        </time>
      ),
    }),
    helper.accessor("title", {
      header: "What",
      enableSorting: false,
      cell: ({ row }) => <What line={row.original} company={company} />,
    }),
    helper.accessor("outcome", {
      header: "Outcome",
      enableSorting: false,
      cell: ({ row }) => <Outcome line={row.original} company={company} />,
    }),
    helper.accessor("actor", {
      header: "Who",
      enableSorting: false,
      cell: ({ row }) => (
        <>
          {row.original.actor}
          <Text size="xs" c="dimmed">
            {row.original.source}
          </Text>
        </>
      ),
    }),
  ]);
}

/** Columns that a phone has no room for; their words stand under the title there. */
const WIDE_ONLY = new Set(["time", "actor"]);
const visibleFrom = (column: string) => (WIDE_ONLY.has(column) ? "sm" : undefined);

function What({ line, company }: { line: TableLine; company: string }) {
  return (
    <>
      <Text size="sm" fw={550} style={{ overflowWrap: "anywhere" }}>
        {line.title}
      </Text>
      <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
        {line.kind}
        {line.gate && ` · ${line.gate}`}
        {line.requestRef && " · "}
        {line.requestRef &&
          (line.isOwnRequest ? (
            <TextLink
              href={`${company}/requests/${encodeURIComponent(line.requestRef)}`}
              inherit
              underline="always"
            >
              {line.requestRef}
            </TextLink>
          ) : (
            line.requestRef
          ))}
      </Text>
      <Text size="xs" c="dimmed" hiddenFrom="sm">
        <time dateTime={line.iso}>{line.time}</time> · {line.actor}
      </Text>
    </>
  );
}

function Outcome({ line, company }: { line: TableLine; company: string }) {
  if (line.outcome === null && line.codes.length === 0) return <span>—</span>;
  return (
    <>
      {line.outcome && <StateBadge state={line.outcome} />}
      {line.codes.map((code) => (
        <div key={code}>
          <ReasonCodeText code={code as ReasonCode} href={`${company}/codes/${code}`} bare />
        </div>
      ))}
    </>
  );
}

type Props = {
  lines: TableLine[];
  total: number;
  sort: "seq" | "time";
  direction: "asc" | "desc";
  log: string;
  company: string;
};

/** One page of the log. Sorting, filtering and paging are the server's; the table holds what the address says. */
export function LogTable({ lines, total, sort, direction, log, company }: Props) {
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  const columns = useMemo(() => columnsOf(log, company), [log, company]);
  const sorting = useMemo(() => [{ id: sort, desc: direction === "desc" }], [sort, direction]);
  const table = useTable({
    features,
    columns,
    data: lines,
    getRowId: (line) => line.seq,
    manualSorting: true,
    manualPagination: true,
    enableSortingRemoval: false,
    enableMultiSort: false,
    rowCount: total,
    state: { sorting, pagination: { pageIndex: 0, pageSize: Math.max(1, lines.length) } },
    onSortingChange: (update) => {
      const [next] = typeof update === "function" ? update(sorting) : update;
      const query = new URLSearchParams(params);
      for (const name of ["after", "before", "sort", "dir"]) query.delete(name);
      if (next?.id === "time") query.set("sort", "time");
      if (next && !next.desc) query.set("dir", "asc");
      router.push(`${pathname}?${query}`);
    },
  });
  const caption = "Entries of the decision log";
  return (
    <TableScrollContainer
      minWidth={330}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: "region", "aria-label": caption } }}
    >
      <Table highlightOnHover className="figure" aria-label={caption}>
        <TableThead>
          {table.getHeaderGroups().map((group) => (
            <TableTr key={group.id}>
              {group.headers.map((header) => {
                const sorted = header.column.getIsSorted();
                return (
                  <TableTh
                    key={header.id}
                    scope="col"
                    visibleFrom={visibleFrom(header.column.id)}
                    aria-sort={sorted === "asc" ? "ascending" : sorted === "desc" ? "descending" : undefined}
                  >
                    {header.column.getCanSort() ? (
                      <UnstyledButton
                        fw={700}
                        fz="sm"
                        style={{ whiteSpace: "nowrap" }}
                        onClick={header.column.getToggleSortingHandler()}
                      >
                        <table.FlexRender header={header} /> <SortIcon sorted={sorted} />
                      </UnstyledButton>
                    ) : (
                      <table.FlexRender header={header} />
                    )}
                  </TableTh>
                );
              })}
            </TableTr>
          ))}
        </TableThead>
        <TableTbody>
          {table.getRowModel().rows.map((row) => (
            <TableTr key={row.id}>
              {row.getAllCells().map((cell) => (
                <TableTd
                  key={cell.id}
                  visibleFrom={visibleFrom(cell.column.id)}
                  style={{ verticalAlign: "top" }}
                >
                  <table.FlexRender cell={cell} />
                </TableTd>
              ))}
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </TableScrollContainer>
  );
}

function SortIcon({ sorted }: { sorted: false | "asc" | "desc" }) {
  const Icon = sorted === "asc" ? IconArrowUp : sorted === "desc" ? IconArrowDown : IconArrowsSort;
  return <Icon size={14} aria-hidden style={{ verticalAlign: "-2px" }} />;
}
