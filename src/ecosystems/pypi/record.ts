import { posix } from "node:path";

/** A line of a RECORD file: a path as written, and whether a hash stands behind it. */
export interface RecordLine {
  readonly path: string;
  readonly hasHash: boolean;
}

/** More files than any distribution has (the largest seen has 30,000). */
const MAX_LINES = 500_000;

/**
 * The lines of a RECORD: CSV, with quotes around paths that need them. Null where it is none. What
 * its hashes say is of no use here, since whoever changes a file changes its line too. Source: PyPA,
 * "Recording installed projects".
 */
export function parseRecord(text: string): readonly RecordLine[] | null {
  const lines: RecordLine[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line === "") continue;
    const match = LINE.exec(line);
    if (match === null || lines.length >= MAX_LINES) return null;
    const [, quoted, plain = "", hash = ""] = match;
    const path = quoted === undefined ? plain : quoted.replaceAll('""', '"');
    if (path === "") return null;
    lines.push({ path, hasHash: hash !== "" });
  }
  return lines;
}

const LINE = /^(?:"((?:[^"]|"")*)"|([^",]*)),([^,"]*),(\d*)$/;

/**
 * A path of a RECORD as one relative to the environment; null where it leads out of it.
 *
 * @param packages where the distribution is installed: `lib/python3.11/site-packages`
 * @param root of the environment, since a RECORD may have absolute paths
 */
export function recordedPath(path: string, packages: string, root: string): string | null {
  const written = path.replaceAll("\\", "/");
  const isAbsolute = written.startsWith("/") || /^[A-Za-z]:/.test(written);
  if (isAbsolute && !written.startsWith(`${root}/`)) return null;
  // Almost all of them: a hundred thousand of these are asked for in one run.
  if (!isAbsolute && PLAIN.test(written)) return `${packages}/${written}`;
  const inner = isAbsolute
    ? posix.normalize(written.slice(root.length + 1))
    : posix.normalize(`${packages}/${written}`);
  return inner === ".." || inner.startsWith("../") || inner.startsWith("/") ? null : inner;
}

/** No part of it is empty or of dots alone. */
const PLAIN = /^(?!\.{1,2}(?:\/|$))[^/]+(?:\/(?!\.{0,2}(?:\/|$))[^/]+)*$/;
