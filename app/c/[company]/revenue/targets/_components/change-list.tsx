import { Table, TableCaption, TableTbody, TableTd, TableTh, TableThead, TableTr } from "@mantine/core";
import type { FieldChange } from "./setting-words";
import classes from "./targets.module.css";

/** Each changed field as it was and as it is. */
export function ChangeList({ changes, caption }: { changes: readonly FieldChange[]; caption: string }) {
  return (
    <Table captionSide="top" layout="fixed" className={`${classes.changes} figure`}>
      <TableCaption className="visually-hidden">{caption}</TableCaption>
      <TableThead>
        <TableTr>
          <TableTh scope="col">Setting</TableTh>
          <TableTh scope="col">Before</TableTh>
          <TableTh scope="col">After</TableTh>
        </TableTr>
      </TableThead>
      <TableTbody>
        {changes.map(({ name, label, before, after }) => (
          <TableTr key={name}>
            <TableTh scope="row" fw={500}>
              {label}
            </TableTh>
            <TableTd>{before}</TableTd>
            <TableTd>
              <strong>{after}</strong>
            </TableTd>
          </TableTr>
        ))}
      </TableTbody>
    </Table>
  );
}
