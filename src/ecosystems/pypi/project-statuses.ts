import type { ProjectStatus } from "../../model/project-status.ts";
import type { IndexProject } from "../../ports/python-index.ts";

export interface PinnedProject {
  readonly name: string;
  readonly version: string;
  /** File names of the pinned archives. */
  readonly files: readonly string[];
}

/**
 * What a project's page says against a pinned version. Where the index does not say it, nothing is
 * known, and nothing is told.
 */
export function statusesOf(
  { name, version, files }: PinnedProject,
  page: IndexProject | null,
): readonly ProjectStatus[] {
  if (page === null) return [];
  const base = { package: name, version };
  const own = page.files.filter(({ file }) => files.includes(file));
  const yanked = own.find((one) => one.yanked !== null)?.yanked ?? null;
  const { status, statusReason } = page;
  const kind = KINDS.find((one) => one === status);
  return [
    ...(kind === undefined ? [] : [{ ...base, kind, reason: statusReason ?? "" }]),
    ...(yanked === null ? [] : [{ ...base, kind: "yanked" as const, reason: yanked }]),
  ];
}

const KINDS = ["quarantined", "archived", "deprecated"] as const;
