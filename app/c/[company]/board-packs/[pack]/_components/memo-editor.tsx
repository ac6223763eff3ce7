"use client";

import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useState, useTransition } from "react";
import { FailureAlert, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";
import { NoticeBox } from "@/components/ui/notice-box";
import { sentenceNames, signsInWords } from "@/lib/board-pack/lost-signs";
import { lostSigns } from "@/lib/board-pack/pdf/plain-text";

type Editable = { id: string; heading: string; original: string; text: string };

type Props = {
  sentences: readonly Editable[];
  packId: string;
  seenAt: string;
  save: (given: {
    packId: string;
    seenAt: string;
    sentences: { id: string; text: string }[];
  }) => Promise<Outcome>;
};

/** Opens on demand; each sentence has its own field, an empty one leaves its sentence out. */
export function MemoEditor(props: Props) {
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <Editor {...props} onClose={() => setOpen(false)} />;
  return (
    <div>
      <Button variant="default" onClick={() => setOpen(true)}>
        Edit the memo
      </Button>
    </div>
  );
}

function Editor({ sentences, packId, seenAt, save, onClose }: Props & { onClose: () => void }) {
  const [texts, setTexts] = useState<Record<string, string>>(() =>
    Object.fromEntries(sentences.map(({ id, text }) => [id, text])),
  );
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();
  const names = sentenceNames(sentences.map(({ heading }) => heading));
  const set = (id: string, text: string) => setTexts((before) => ({ ...before, [id]: text }));

  function submit() {
    start(async () => {
      const changed = sentences.map(({ id }) => ({ id, text: texts[id] ?? "" }));
      const outcome = await save({ packId, seenAt, sentences: changed });
      if (outcome.ok) onClose();
      else setFailure(outcome.failure);
    });
  }
  return (
    <form action={submit} noValidate aria-label="Edit the memo">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          Empty a field to leave its sentence out. What the data filled stays on record either way.
        </Text>
        {sentences.map(({ id, original }, at) => (
          <div key={id}>
            <Textarea
              label={names[at]}
              autosize
              minRows={2}
              maxLength={1200}
              value={texts[id] ?? ""}
              onChange={(event) => set(id, event.currentTarget.value)}
              error={failure?.fields?.[`sentences.${at}.text`]}
            />
            <NotPrinted text={texts[id] ?? ""} />
            {texts[id] !== original && (
              <Button variant="subtle" size="compact-sm" onClick={() => set(id, original)}>
                Put back what the data filled
              </Button>
            )}
          </div>
        ))}
        <FailureAlert failure={failure} />
        <Group gap="xs">
          <Button type="submit" loading={pending}>
            Save the memo
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Told while one types, and no hindrance to saving: the memo on the screen keeps the characters. */
function NotPrinted({ text }: { text: string }) {
  const signs = lostSigns(text);
  return (
    <div role="status">
      {signs.length > 0 && (
        <NoticeBox>
          The PDF has no sign for {signsInWords(signs)} and prints “?” instead. Write{" "}
          {signs.length === 1 ? "it" : "them"} in Latin, Greek or Cyrillic letters, or in words.
        </NoticeBox>
      )}
    </div>
  );
}
