import { Stack } from "@mantine/core";
import { IconWebhook } from "@tabler/icons-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import {
  addNoticeChannelAction,
  removeNoticeChannelAction,
  setDaysToSignAction,
} from "@/lib/actions/notices";
import { can } from "@/lib/auth/permissions";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { loadNoticeChannels } from "@/lib/queries/notice-channels";
import { ChannelForm } from "./_components/channel-form";
import { ChannelTable, TroubleTable } from "./_components/channel-table";
import { DaysForm } from "./_components/days-form";

export const metadata: Metadata = { title: "Notices and due times" };

export default async function NoticeAdministrationPage({ params }: { params: Promise<{ company: string }> }) {
  const viewer = await requireViewer((await params).company);
  if (!can(viewer.role, "notice.configure")) notFound();
  const at = now();
  const { channels, troubles, daysToSign } = await loadNoticeChannels(viewer, at);
  const inUse = channels.filter(({ removedAt }) => removedAt === null).length;
  const slug = viewer.companySlug;
  return (
    <>
      <PageHeader
        title="Notices and due times"
        description="Where the company's notices go beside this application and e-mail, and by when a request is to be signed. Every change here is an entry of the decision log."
      />
      <Stack gap="md">
        <Section title={formatCount(inUse, "channel")}>
          {channels.length === 0 ? (
            <EmptyState title="No channels yet" icon={<IconWebhook size={32} />}>
              People are told here and by e-mail. A channel tells a room, or a program, as well.
            </EmptyState>
          ) : (
            <ChannelTable
              channels={channels}
              present={at}
              remove={removeNoticeChannelAction.bind(null, slug)}
            />
          )}
        </Section>
        {troubles.length > 0 ? (
          <Section
            title="What did not go through"
            description="Of the last thirty days, newest first: e-mail as well as channels, with the reason."
          >
            <TroubleTable troubles={troubles} present={at} />
          </Section>
        ) : null}
        <ChannelForm add={addNoticeChannelAction.bind(null, slug)} />
        <DaysForm days={daysToSign} save={setDaysToSignAction.bind(null, slug)} />
      </Stack>
    </>
  );
}
