import { Group, Stack, Text } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import type { Metadata } from "next";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { markNoticeReadAction, setNoticePreferencesAction } from "@/lib/actions/notices";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { loadNotices, noticesViewSchema } from "@/lib/queries/notices";
import { EmailWishField } from "./_components/email-wish-field";
import { NoticeList } from "./_components/notice-list";

export const metadata: Metadata = { title: "Notices" };

type Props = { params: Promise<{ company: string }>; searchParams: Promise<Record<string, unknown>> };

export default async function NoticesPage({ params, searchParams }: Props) {
  const viewer = await requireViewer((await params).company);
  const view = noticesViewSchema.parse(await searchParams);
  const at = now();
  const { notices, unread, after, email, mailIsOn } = await loadNotices(viewer, view, at);
  const slug = viewer.companySlug;
  const here = `/c/${slug}/notices`;
  const only = view.only === "unread";
  return (
    <>
      <PageHeader
        title="Notices"
        description="What waits for you, what became of what you asked for, and where somebody mentioned you. Opening a notice leads to its page and decides nothing."
      />
      <Stack gap="md">
        <Section
          title={unread === 0 ? "Nothing unread" : `${formatCount(unread, "notice")} unread`}
          actions={
            <LinkButton href={only ? here : `${here}?only=unread`} variant="default" size="xs">
              {only ? "Show all" : "Show unread only"}
            </LinkButton>
          }
        >
          {notices.length === 0 ? (
            <EmptyState
              title={only ? "You have read everything" : "Nobody has told you anything yet"}
              icon={<IconBell size={32} />}
            >
              A notice comes when a request waits for your signature, when yours is decided, when somebody
              mentions you, and when you are to stand in for somebody.
            </EmptyState>
          ) : (
            <NoticeList
              notices={notices}
              home={`/c/${slug}`}
              present={at}
              unread={unread}
              markRead={markNoticeReadAction.bind(null, slug)}
            />
          )}
          {after !== null || view.after ? (
            <Group gap="sm">
              {view.after ? (
                <LinkButton href={only ? `${here}?only=unread` : here} variant="default" size="xs">
                  Newest
                </LinkButton>
              ) : null}
              {after !== null ? (
                <LinkButton
                  href={`${here}?${only ? "only=unread&" : ""}after=${after}`}
                  variant="default"
                  size="xs"
                >
                  Older
                </LinkButton>
              ) : null}
            </Group>
          ) : null}
        </Section>
        <Section title="By e-mail">
          <EmailWishField email={email} save={setNoticePreferencesAction.bind(null, slug)} />
          {mailIsOn ? null : (
            <Text size="sm" c="dimmed">
              This installation sends no e-mail at present; your wish counts as soon as it does.
            </Text>
          )}
        </Section>
      </Stack>
    </>
  );
}
