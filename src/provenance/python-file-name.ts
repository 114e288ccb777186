/** What the name of an archive of a Python index says. */
export interface PythonFileName {
  /** Normalized (PEP 503). */
  readonly name: string;
  readonly version: string;
  /** Build, tags and ending, which are spelled in one way. */
  readonly rest: string;
}

// Source: PEP 427 for wheels (name, version, an optional build, three tags) and PEP 625 for archives of
// sources; older ones may have dashes in their name.
const WHEEL = /^([^-]+)-([^-]+)((?:-\d[^-]*)?-[^-]+-[^-]+-[^-]+\.whl)$/;
const SOURCE = /^(.+)-([^-]+?)(\.tar\.gz|\.zip)$/;

export function parsePythonFileName(file: string): PythonFileName | null {
  const [, name, version, rest] = WHEEL.exec(file) ?? SOURCE.exec(file) ?? [];
  return name === undefined || version === undefined || rest === undefined
    ? null
    : { name: normalized(name), version: version.toLowerCase(), rest };
}

/** The name of a project as indexes compare it (PEP 503). */
export function normalized(name: string): string {
  return name.replace(/[-_.]+/g, "-").toLowerCase();
}

/** Whether two names are of one file: a project's name can be spelled in many ways. */
export function isSameFileName(a: string, b: string): boolean {
  if (a === b) return true;
  const [left, right] = [parsePythonFileName(a), parsePythonFileName(b)];
  return (
    left !== null &&
    right !== null &&
    left.name === right.name &&
    left.version === right.version &&
    left.rest === right.rest
  );
}
