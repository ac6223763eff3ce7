"use client";

import { Alert, Button, Group, Text, Textarea } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { FailureAlert, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";
import type { ReviewNoteText } from "@/lib/queries/review";
import classes from "./review.module.css";

const PAUSE_MS = 900;

/**
 * A note that keeps itself while it is typed. When somebody else has written into the same note meanwhile, both texts
 * stand there and a person chooses; nothing is overwritten unseen.
 */
export function NoteField({
  label,
  note,
  place,
  save,
}: {
  label: string;
  note: ReviewNoteText;
  place: { reviewId: string; item: number };
  save: ((given: unknown) => Promise<Outcome<{ revision: number }>>) | null;
}) {
  const router = useRouter();
  const [text, setText] = useState(note.body);
  const [kept, setKept] = useState({ body: note.body, revision: note.revision });
  const [state, setState] = useState<NoteState>("kept");
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const isSending = useRef(false);

  // Somebody else's words come in with a refreshed page; over typed words only after asking.
  useEffect(() => {
    if (note.revision <= kept.revision || isSending.current) return;
    if (text === kept.body) {
      setText(note.body);
      setKept({ body: note.body, revision: note.revision });
      setState("kept");
    } else if (text !== note.body) setState("conflict");
  }, [note, kept, text]);

  useEffect(() => {
    if (state !== "typing" || save === null) return;
    const timer = setTimeout(() => void send(text, kept.revision), PAUSE_MS);
    return () => clearTimeout(timer);
  });

  async function send(body: string, revision: number) {
    if (save === null || isSending.current) return;
    isSending.current = true;
    setState("saving");
    // What does not reach the server stays in the field, and goes with the next word or the button.
    const outcome = await save({ kind: "note", ...place, body, revision }).catch(() => UNREACHED);
    isSending.current = false;
    if (outcome.ok) {
      setKept({ body, revision: outcome.value.revision });
      setFailure(null);
      setState((now) => (now === "saving" ? "kept" : now));
    } else if (outcome.failure.code === "CONFLICT") {
      setState("conflict");
      router.refresh();
    } else {
      setFailure(outcome.failure);
      setState((now) => (now === "saving" ? "failed" : now));
    }
  }

  function take(body: string) {
    setText(body);
    setKept({ body: note.body, revision: note.revision });
    setFailure(null);
    if (body === note.body) setState("kept");
    else void send(body, note.revision);
  }

  if (save === null) {
    return (
      <div className={classes.kept}>
        <p className={classes.legend}>{label}</p>
        <p className={classes.noteText}>{note.body || "None yet."}</p>
      </div>
    );
  }
  return (
    <div>
      <Textarea
        label={label}
        autosize
        minRows={3}
        maxLength={10_000}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          if (state !== "conflict") setState("typing");
        }}
        onBlur={() => {
          if (state === "typing") void send(text, kept.revision);
        }}
      />
      <Text size="xs" c="dimmed" role="status">
        {words(state, note)}
      </Text>
      <FailureAlert failure={failure} />
      {state === "failed" && (
        <Button size="compact-sm" variant="default" mt="xs" onClick={() => void send(text, kept.revision)}>
          Keep it now
        </Button>
      )}
      {state === "conflict" && (
        <Alert
          title={`${note.by ?? "Somebody else"} has written here meanwhile`}
          variant="outline"
          mt="xs"
          role="alert"
        >
          <p className={classes.noteText}>{note.body}</p>
          <Group gap="xs" mt="xs">
            <Button size="compact-sm" onClick={() => take(`${note.body}\n${text}`.slice(0, 10_000))}>
              Keep both
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => take(note.body)}>
              Keep theirs
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => take(text)}>
              Keep mine
            </Button>
          </Group>
        </Alert>
      )}
    </div>
  );
}

type NoteState = "kept" | "typing" | "saving" | "conflict" | "failed";

const UNREACHED = {
  ok: false as const,
  failure: { code: "UNREACHED", message: "The server was not reached. Your words are still here." },
};

function words(state: NoteState, note: ReviewNoteText): string {
  if (state === "failed") return "Not kept.";
  if (state === "conflict") return "Not kept: choose below.";
  if (state === "typing") return "Typing…";
  if (state === "saving") return "Keeping…";
  return note.by ? `Kept. Last written by ${note.by}.` : "Kept as it is typed.";
}
