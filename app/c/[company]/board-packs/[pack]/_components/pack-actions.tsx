import { IconDownload } from "@tabler/icons-react";
import { DownloadLink } from "@/components/ui/download-link";
import {
  correctBoardPackAction,
  discardBoardPackAction,
  releaseBoardPackAction,
} from "@/lib/actions/board-packs";
import { can } from "@/lib/auth/permissions";
import type { Viewer } from "@/lib/auth/viewer";
import type { BoardPackScreen } from "@/lib/queries/board-pack";
import { CorrectPack, DiscardPack, ReleasePack } from "./steps";

/** What can be done with the pack by whoever looks at it. */
export function PackActions({
  screen: { pack, editions },
  viewer,
}: {
  screen: BoardPackScreen;
  viewer: Viewer;
}) {
  const slug = viewer.companySlug;
  const packs = `/c/${slug}/board-packs`;
  const isDraft = pack.status === "DRAFT";
  const isNewest = editions.at(-1)?.id === pack.id;
  const mayDraft = can(viewer.role, "board-pack.draft");
  return (
    <>
      <DownloadLink href={`${packs}/${pack.id}/download`} icon={<IconDownload size={16} aria-hidden />}>
        {isDraft ? "Download the draft (PDF)" : "Download the PDF"}
      </DownloadLink>
      {isDraft && mayDraft && (
        <DiscardPack packs={packs} discard={discardBoardPackAction.bind(null, slug, { packId: pack.id })} />
      )}
      {isDraft && can(viewer.role, "board-pack.release") && (
        <ReleasePack
          release={releaseBoardPackAction.bind(null, slug, {
            packId: pack.id,
            seenAt: pack.updatedAt.toISOString(),
          })}
        />
      )}
      {!isDraft && isNewest && mayDraft && (
        <CorrectPack packs={packs} packId={pack.id} correct={correctBoardPackAction.bind(null, slug)} />
      )}
    </>
  );
}
