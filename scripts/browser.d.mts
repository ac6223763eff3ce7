export interface Browser {
  executablePath: string;
  env: Record<string, string>;
}
export const BROWSER_FLAGS: string[];
export function resolveBrowser(): Promise<Browser>;
export function browserFromNpm(): Promise<Browser>;
