import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

// Recorded data of others is not part of the project; a fresh clone lacks it.
const FOLDER = fileURLToPath(new URL("../../../shared/data/sigstore/", import.meta.url));

export const SKIP_RECORDED = existsSync(FOLDER)
  ? false
  : "the recorded attestations are not on this machine";

export interface RecordedEntry {
  readonly id: string;
  readonly kind: string;
  readonly file: string;
  readonly files?: readonly string[];
  readonly ecosystem?: string;
  readonly package?: string;
  readonly version?: string;
  readonly filename?: string;
  readonly integrity?: string;
  readonly artifact?: string;
  readonly trustedRoot?: string;
  readonly key?: string | null;
  readonly identity?: { readonly san: string; readonly issuer: string };
  readonly expected: "accept" | "reject" | "policy";
}

export function recordedPath(file: string): string {
  return `${FOLDER}${file}`;
}

export function recorded(file: string): Buffer {
  return readFileSync(recordedPath(file));
}

export function recordedEntries(...kinds: readonly string[]): readonly RecordedEntry[] {
  if (SKIP_RECORDED !== false) return [];
  const { entries } = JSON.parse(recorded("INDEX.json").toString()) as {
    entries: readonly RecordedEntry[];
  };
  return entries.filter(({ kind }) => kinds.includes(kind));
}
