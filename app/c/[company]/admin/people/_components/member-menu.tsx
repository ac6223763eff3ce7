"use client";

import { ActionIcon, Menu, MenuDropdown, MenuItem, MenuTarget } from "@mantine/core";
import { IconDots, IconKey, IconShieldOff, IconUserEdit, IconUserMinus } from "@tabler/icons-react";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-button";
import type { Outcome } from "@/components/ui/failure-alert";
import { ResetPasswordDialog } from "./reset-password-dialog";
import { RoleDialog } from "./role-dialog";

export type MemberActions = {
  changeRole: (before: unknown, form: FormData) => Promise<Outcome>;
  endMembership: (userId: string) => Promise<Outcome>;
  resetPassword: (userId: string) => Promise<Outcome<{ password: string; passwordExpiresAt: Date }>>;
  resetSecondFactor: (userId: string) => Promise<Outcome>;
};

type Props = {
  userId: string;
  name: string;
  role: string;
  team: string | null;
  roles: readonly string[];
  company: string;
} & MemberActions;

/** What an administrator can do about one member. Each item opens a dialog that says what will happen. */
export function MemberMenu(member: Props) {
  const [dialog, setDialog] = useState<"role" | "password" | "factor" | "end" | null>(null);
  const close = () => setDialog(null);
  return (
    <>
      <Menu position="bottom-end">
        <MenuTarget>
          <ActionIcon variant="subtle" color="gray" aria-label={`Change access of ${member.name}`}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </MenuTarget>
        <MenuDropdown>
          <MenuItem leftSection={<IconUserEdit size={16} aria-hidden />} onClick={() => setDialog("role")}>
            Change role or team
          </MenuItem>
          <MenuItem leftSection={<IconKey size={16} aria-hidden />} onClick={() => setDialog("password")}>
            New first password
          </MenuItem>
          <MenuItem leftSection={<IconShieldOff size={16} aria-hidden />} onClick={() => setDialog("factor")}>
            Reset second factor
          </MenuItem>
          <MenuItem leftSection={<IconUserMinus size={16} aria-hidden />} onClick={() => setDialog("end")}>
            End membership
          </MenuItem>
        </MenuDropdown>
      </Menu>
      <RoleDialog opened={dialog === "role"} onClose={close} {...member} />
      <ResetPasswordDialog
        opened={dialog === "password"}
        onClose={close}
        name={member.name}
        reset={() => member.resetPassword(member.userId)}
      />
      <ConfirmDialog
        opened={dialog === "factor"}
        onClose={close}
        action={() => member.resetSecondFactor(member.userId)}
        title="Reset second factor"
        question={`${member.name} signs nothing above the company's amount until they have set up another on their account page. The log says that you did this. Make sure first that it is they who ask.`}
        confirmLabel="Reset second factor"
      />
      <ConfirmDialog
        opened={dialog === "end"}
        onClose={close}
        action={() => member.endMembership(member.userId)}
        title="End membership"
        question={`${member.name} loses access to ${member.company} at once. What they asked for and signed stays in the log. They can be invited again.`}
        confirmLabel="End membership"
      />
    </>
  );
}
