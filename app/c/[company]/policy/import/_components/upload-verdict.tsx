import { Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { formatCount } from "@/components/ui/format";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { PolicyChange } from "@/kernel/enforcement";
import classes from "./import.module.css";
import type { UploadFault } from "./read-upload";
import { UploadFaults } from "./upload-faults";

export type UploadChecked = {
  artifacts: Record<string, unknown> | null;
  sources: Record<string, string>;
  faults: UploadFault[];
  change: { inForce: string; changes: readonly PolicyChange[] } | null;
};

/** What the browser found in the files, at once. */
export function UploadVerdict({ checked, isSet }: { checked: UploadChecked; isSet: boolean }) {
  const { artifacts, sources, faults } = checked;
  return (
    <>
      {!isSet && Object.keys(sources).length > 0 && (
        <ul className={classes.sources}>
          {Object.entries(sources).map(([artifact, file]) => (
            <li key={artifact}>
              {artifact} in {file}
            </li>
          ))}
        </ul>
      )}
      {faults.length === 0 ? (
        <>
          <div>
            <ToneBadge tone="good" icon={<IconCircleCheck stroke={2} />} size="sm">
              The checks find nothing
            </ToneBadge>
          </div>
          {isSet && (
            <Text size="sm" c="dimmed">
              The hashes of its files are verified when it is imported.
            </Text>
          )}
        </>
      ) : (
        <UploadFaults
          faults={faults}
          title={
            artifacts === null
              ? "This cannot be used as it is"
              : `The checks find ${formatCount(faults.length, "fault")} in it`
          }
        />
      )}
    </>
  );
}
