/**
 * What a pin is about: one npm package as root, with the further packages that the same launch
 * installs beside it.
 */
export interface Subject {
  readonly ecosystem: "npm";
  readonly name: string;
  /** Names of further packages (`-p`), sorted. */
  readonly extras: readonly string[];
}

const NPM_NAME = /^(?:@[a-z0-9~][a-z0-9._~-]*\/)?[a-z0-9~][a-z0-9._~-]*$/i;
const MAX_NAME = 214;

export function isNpmName(name: string): boolean {
  return name.length <= MAX_NAME && NPM_NAME.test(name);
}

/** The package URL of an npm package without version. Source: purl-spec, types/npm. */
export function purlOf(name: string): string {
  return `pkg:npm/${name.replace("@", "%40")}`;
}

/** The package's name in a purl without version; null where it is none of npm's. */
export function parsePurl(purl: string): string | null {
  if (!purl.startsWith("pkg:npm/")) return null;
  const name = purl.slice("pkg:npm/".length).replace(/^%40/, "@");
  return isNpmName(name) ? name : null;
}

/** `npm:@scope/name`, with extras after commas: how a user names a subject. */
export function subjectLabel(subject: Subject): string {
  return `npm:${[subject.name, ...subject.extras].join(",")}`;
}

/** Where a subject's lockfile is, relative to its directory: `npm/@scope+name.json`. */
export function lockfilePathOf(subject: Subject): string {
  return `npm/${[subject.name, ...subject.extras].map((name) => name.replace("/", "+")).join(",")}.json`;
}
