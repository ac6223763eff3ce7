import { Alert, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { TextLink } from "@/components/ui/link-button";

/** Instead of a form, for who would need a code to sign and has nothing that makes one. */
export function FactorMissing() {
  return (
    <Alert variant="outline" title="Set up a second factor first" icon={<IconAlertTriangle aria-hidden />}>
      <Text size="sm">
        The company asks for a code at a signature of this amount.{" "}
        <TextLink href="/account#second-factor" underline="always">
          Set it up on your account page
        </TextLink>
        , then come back and sign.
      </Text>
    </Alert>
  );
}
