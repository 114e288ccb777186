import { npmPurl } from "./npm-attestations.ts";
import { normalized, parsePythonFileName } from "./python-file-name.ts";

/** A package URL with its version, as somebody wrote it on a command line. */
export interface NamedSubject {
  readonly type: string;
  readonly name: string;
  readonly version: string;
}

const PURL = /^pkg:([a-z][a-z0-9.+-]*)\/([^?#]+)@([^@/?#]+)$/;

/** `pkg:npm/@scope/name@1.0.0`, escaped or not; null where it is no purl with a version. */
export function parseSubjectPurl(text: string): NamedSubject | null {
  const [, type, name, version] = PURL.exec(text) ?? [];
  if (type === undefined || name === undefined || version === undefined) return null;
  try {
    return { type, name: decodeURIComponent(name), version: decodeURIComponent(version) };
  } catch {
    return null;
  }
}

/**
 * Whether the name in a statement is of this subject. Statements about npm's packages hold a purl, those
 * of a Python index the name of a file, whose project can be spelled in many ways.
 */
export function subjectNames(subject: NamedSubject | null): ((name: string) => boolean) | null {
  if (subject === null) return null;
  const { type, name, version } = subject;
  if (type === "npm") return (given) => given === npmPurl(name, version);
  if (type === "pypi")
    return (given) => {
      const file = parsePythonFileName(given);
      return file?.name === normalized(name) && file.version === version.toLowerCase();
    };
  return (given) => {
    const other = parseSubjectPurl(given);
    return other?.type === type && other.name === name && other.version === version;
  };
}
