const WIDTH = 110;

/** JSON as the project writes it: objects line by line, a list of plain values on one line where it fits. */
export function readableJson(value: unknown): string {
  return `${written(value, "", 0)}\n`;
}

/** `taken` is what already stands on the line: indentation and key, and the comma behind. */
function written(value: unknown, indent: string, taken: number): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    const plain = value.every((item) => typeof item !== "object" || item === null);
    const line = `[${value.map((item) => JSON.stringify(item)).join(", ")}]`;
    if (plain && taken + line.length <= WIDTH) return line;
    const items = value.map((item) => `${inner}${written(item, inner, inner.length + 1)}`);
    return `[\n${items.join(",\n")}\n${indent}]`;
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    if (entries.length === 0) return "{}";
    const lines = entries.map(([key, item]) => {
      const start = `${inner}${JSON.stringify(key)}: `;
      return `${start}${written(item, inner, start.length + 1)}`;
    });
    return `{\n${lines.join(",\n")}\n${indent}}`;
  }
  return JSON.stringify(value);
}
