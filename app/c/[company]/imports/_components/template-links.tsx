import { Anchor } from "@mantine/core";

/** Plain links: the router would fetch the files as if they were pages. */
export function TemplateLinks({ here, kind, title }: { here: string; kind: string; title: string }) {
  return (
    <>
      {(["csv", "xlsx"] as const).map((format) => (
        <Anchor
          key={format}
          href={`${here}/templates/${kind}.${format}`}
          download
          inherit
          underline="always"
          me="sm"
          aria-label={`Template of ${title} as ${format.toUpperCase()}`}
        >
          {format.toUpperCase()}
        </Anchor>
      ))}
    </>
  );
}
