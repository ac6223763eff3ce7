"use client";

import { Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useEffect } from "react";
import { FailureAlert, fieldError, type Outcome } from "@/components/ui/failure-alert";
import { useActionForm } from "@/components/ui/use-action-form";

type Props = {
  opened: boolean;
  onClose: () => void;
  userId: string;
  name: string;
  role: string;
  team: string | null;
  roles: readonly string[];
  changeRole: (before: unknown, form: FormData) => Promise<Outcome>;
};

export function RoleDialog({ opened, onClose, ...member }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={`Role of ${member.name}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {/* Inside the dialog, so that each opening starts anew, without an old refusal. */}
      <RoleForm {...member} onDone={onClose} />
    </Modal>
  );
}

function RoleForm({
  userId,
  role,
  team,
  roles,
  changeRole,
  onDone,
}: Omit<Props, "opened" | "onClose"> & { onDone: () => void }) {
  const { outcome, failure, pending, form } = useActionForm(changeRole);
  useEffect(() => {
    if (outcome?.ok) onDone();
  }, [outcome, onDone]);
  return (
    <form {...form}>
      <Stack gap="sm">
        <Text size="sm">It holds from their next click on. Signatures already given stand.</Text>
        <FailureAlert failure={failure} />
        <input type="hidden" name="userId" value={userId} />
        <NativeSelect
          name="role"
          label="Role"
          data={[...roles]}
          defaultValue={role}
          error={fieldError(failure, "role")}
          data-autofocus
        />
        <TextInput
          name="team"
          label="Team (optional)"
          maxLength={80}
          defaultValue={team ?? ""}
          error={fieldError(failure, "team")}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" loading={pending}>
            Change
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
