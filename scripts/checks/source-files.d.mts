export function sourceFiles(root: string, pattern: RegExp): string[];
