import { Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { formatCount } from "@/components/ui/format";
import classes from "./import.module.css";
import type { UploadFault } from "./read-upload";

const SHOWN = 50;

/** What is wrong with the files: which file, where in it, and how to mend it. */
export function UploadFaults({ faults, title }: { faults: readonly UploadFault[]; title: string }) {
  if (faults.length === 0) return null;
  return (
    <section className={classes.faults} aria-label={title}>
      <Text fw={600} className={classes.head}>
        <IconAlertTriangle size={18} aria-hidden /> {title}
      </Text>
      <ul className={classes.list}>
        {faults.slice(0, SHOWN).map(({ file, path, message, remedy }) => (
          <li key={`${file} ${path} ${message}`}>
            <span className={classes.place}>
              {file}
              {file !== "" && path !== "" ? ": " : ""}
              {path}
            </span>{" "}
            {message}
            {remedy && <span className={classes.remedy}>{remedy}</span>}
          </li>
        ))}
      </ul>
      {faults.length > SHOWN && (
        <Text size="sm">And {formatCount(faults.length - SHOWN, "further fault")}.</Text>
      )}
    </section>
  );
}
