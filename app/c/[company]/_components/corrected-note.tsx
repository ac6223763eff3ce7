import { Box } from "@mantine/core";
import { Suspense } from "react";
import { TextLink } from "@/components/ui/link-button";
import { NoticeBox } from "@/components/ui/notice-box";
import type { Viewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { type Resting, restsOnCorrected } from "@/lib/queries/corrected-since";

type Props = { viewer: Viewer; resting: Resting; what: string };

/** Where what a page shows rests on a figure that was corrected since, it says so; the page does not wait for it. */
export function CorrectedNote(props: Props) {
  return (
    <Suspense fallback={null}>
      <Note {...props} />
    </Suspense>
  );
}

async function Note({ viewer, resting, what }: Props) {
  if (!(await restsOnCorrected(viewer, resting, now()))) return null;
  return (
    <Box mb="md">
      <NoticeBox>
        {what} rested on figures that were corrected since. It stands as it was recorded;{" "}
        <TextLink href={`/c/${viewer.companySlug}/restatements`} inherit underline="always">
          see what would differ
        </TextLink>
        .
      </NoticeBox>
    </Box>
  );
}
