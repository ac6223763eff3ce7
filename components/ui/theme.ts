import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  type MantineThemeOverride,
} from "@mantine/core";

/** What a sign on the screen means. Colour is only its third bearer, after a word and an icon. */
export type Tone = "good" | "watch" | "bad" | "unknown" | "info" | "neutral";

const steel: MantineColorsTuple = [
  "#eef3fa",
  "#dbe5f2",
  "#b6cae4",
  "#8eadd6",
  "#6d95ca",
  "#5585c2",
  "#4a7bbb",
  "#386aa8",
  "#2b5a94",
  "#1f4a7f",
];

/** Text, ground and line per tone; each text reaches 4.5:1 on its own ground and on the page. */
const TONES: Record<"light" | "dark", Record<Tone, { text: string; ground: string; line: string }>> = {
  light: {
    good: { text: "#14592f", ground: "#e2f3e8", line: "#2b8a57" },
    watch: { text: "#744700", ground: "#fcefd2", line: "#b7791f" },
    bad: { text: "#9b1c1c", ground: "#fce7e6", line: "#c53d3d" },
    unknown: { text: "#454b58", ground: "#eceef2", line: "#737b8c" },
    info: { text: "#1d4a85", ground: "#e3edfa", line: "#386aa8" },
    neutral: { text: "#3a404b", ground: "#f0f2f5", line: "#9aa2b1" },
  },
  dark: {
    good: { text: "#86dba9", ground: "#14301f", line: "#3fa76d" },
    watch: { text: "#f3c976", ground: "#382b10", line: "#c8932f" },
    bad: { text: "#ffa49d", ground: "#3d1c1a", line: "#d9605a" },
    unknown: { text: "#c6cbd7", ground: "#2b303a", line: "#8a92a3" },
    info: { text: "#a5c8f5", ground: "#182b47", line: "#5585c2" },
    neutral: { text: "#cfd4de", ground: "#272b34", line: "#6b7283" },
  },
};

/** For charts and style properties: `toneColor("bad")` follows the colour scheme by itself. */
export function toneColor(tone: Tone, part: "text" | "ground" | "line" = "text"): string {
  return `var(--tone-${tone}-${part})`;
}

export const theme: MantineThemeOverride = createTheme({
  primaryColor: "steel",
  primaryShade: { light: 8, dark: 7 },
  colors: {
    steel,
    dark: [
      "#d9dde5",
      "#bcc2cd",
      "#9aa2b1",
      "#727a8a",
      "#3f4552",
      "#333945",
      "#272c36",
      "#1d2129",
      "#15181e",
      "#0e1014",
    ],
  },
  fontFamily:
    'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans", sans-serif',
  fontFamilyMonospace:
    'ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  headings: {
    fontWeight: "650",
    sizes: {
      h1: { fontSize: "1.5rem", lineHeight: "1.25" },
      h2: { fontSize: "1.125rem", lineHeight: "1.35" },
      h3: { fontSize: "0.9375rem", lineHeight: "1.4" },
      h4: { fontSize: "0.875rem", lineHeight: "1.4" },
    },
  },
  defaultRadius: "sm",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Paper: { defaultProps: { withBorder: true, radius: "md" } },
    Card: { defaultProps: { withBorder: true, radius: "md" } },
    Table: { defaultProps: { verticalSpacing: "xs", horizontalSpacing: "sm" } },
    // Mantine's placeholder is a focusable child that a menu may not have.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    NavLink: { styles: { root: { borderRadius: "var(--mantine-radius-sm)" } } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.45 } } },
  },
});

function toneVariables(scheme: "light" | "dark"): Record<string, string> {
  return Object.fromEntries(
    Object.entries(TONES[scheme]).flatMap(([tone, colors]) =>
      Object.entries(colors).map(([part, color]) => [`--tone-${tone}-${part}`, color]),
    ),
  );
}

/** The surfaces and greys of both schemes. Mantine's own dimmed grey is too faint for small print. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#ffffff",
    "--mantine-color-text": "#1a1f29",
    "--mantine-color-dimmed": "#565e6c",
    "--mantine-color-placeholder": "#6a7280",
    "--mantine-color-error": "#b02323",
    "--mantine-color-default-border": "#d3d8e0",
    "--page-ground": "#f5f6f9",
    ...toneVariables("light"),
  },
  dark: {
    "--mantine-color-body": "#1d2129",
    "--mantine-color-text": "#e1e5ec",
    "--mantine-color-dimmed": "#a4acba",
    "--mantine-color-placeholder": "#949cab",
    "--mantine-color-error": "#ff9b94",
    "--mantine-color-default-border": "#3b414d",
    "--page-ground": "#14171d",
    ...toneVariables("dark"),
  },
});
