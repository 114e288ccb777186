/** Folders of a lockfile directory, one for each kind of subject. */
export const LOCKED_ECOSYSTEMS = ["npm", "pypi", "executable"] as const;
export type LockedEcosystem = (typeof LOCKED_ECOSYSTEMS)[number];

/**
 * What a pin is about: one package as root, with the further packages that the same launch installs
 * beside it; or one program of the disk, by its name.
 */
export interface Subject<Kind extends LockedEcosystem = LockedEcosystem> {
  readonly ecosystem: Kind;
  readonly name: string;
  /** Names of further packages (`-p`, `--with`), sorted. */
  readonly extras: readonly string[];
}

export function isSubjectOf<Kind extends LockedEcosystem>(
  subject: Subject,
  ecosystem: Kind,
): subject is Subject<Kind> {
  return subject.ecosystem === ecosystem;
}

const NPM_NAME = /^(?:@[a-z0-9~][a-z0-9._~-]*\/)?[a-z0-9~][a-z0-9._~-]*$/i;
const MAX_NAME = 214;

export function isNpmName(name: string): boolean {
  return name.length <= MAX_NAME && NPM_NAME.test(name);
}

const PYPI_WORD = "[a-z0-9]+(?:-[a-z0-9]+)*";
const PYPI_NAME = new RegExp(
  `^${PYPI_WORD}(?:\\[${PYPI_WORD}(?:,${PYPI_WORD})*\\])?(?:\\.(?:git|url)\\.[0-9a-f]{16})?$`,
);

/**
 * A normalized name (PEP 503) with its PEP 508 extras, sorted: `mcp[cli,ws]`. What comes from a
 * repository or an address ends in `.git.` or `.url.` and 16 hex digits of the address's sha256: no
 * normalized name of an index has a dot.
 */
export function isPypiSubjectName(name: string): boolean {
  return name.length <= MAX_NAME && PYPI_NAME.test(name);
}

/** Types of the package URL. Source: purl-spec; `generic` is for what no registry has. */
const PURL_TYPES: Readonly<Record<LockedEcosystem, string>> = {
  npm: "npm",
  pypi: "pypi",
  executable: "generic",
};

// A program of the disk is named like a package: of letters that every file system takes.
const IS_NAME: Readonly<Record<LockedEcosystem, (name: string) => boolean>> = {
  npm: isNpmName,
  pypi: isPypiSubjectName,
  executable: isNpmName,
};

const ESCAPED = /[@[\],]/g;

/** A package URL without version: `pkg:npm/%40scope/name`, `pkg:generic/name`. */
export function purlOf({ ecosystem, name }: Pick<Subject, "ecosystem" | "name">): string {
  return `pkg:${PURL_TYPES[ecosystem]}/${name.replace(ESCAPED, encodeURIComponent)}`;
}

/** What a purl without version names; null where it is of no kind that can be pinned. */
export function parsePurl(purl: string): Pick<Subject, "ecosystem" | "name"> | null {
  for (const ecosystem of LOCKED_ECOSYSTEMS) {
    const start = `pkg:${PURL_TYPES[ecosystem]}/`;
    if (!purl.startsWith(start)) continue;
    const name = purl.slice(start.length).replace(/%(?:40|5B|5D|2C)/g, decodeURIComponent);
    return IS_NAME[ecosystem](name) ? { ecosystem, name } : null;
  }
  return null;
}

/** `npm:@scope/name`, with extras after commas: how a user names a subject. */
export function subjectLabel({ ecosystem, name, extras }: Subject): string {
  return `${ecosystem}:${[name, ...extras].join(",")}`;
}

/** The package URL of what a user calls `npm:@scope/name`; null for what can have no pin. */
export function purlOfLabel(label: string): string | null {
  const [, kind, name = ""] = /^([a-z]+):([^,]+)/.exec(label) ?? [];
  const ecosystem = LOCKED_ECOSYSTEMS.find((one) => one === kind);
  return ecosystem === undefined || !IS_NAME[ecosystem](name) ? null : purlOf({ ecosystem, name });
}

/** Reads what `subjectLabel` writes; null for any other text. */
export function parseSubjectLabel(text: string): Subject | null {
  const colon = text.indexOf(":");
  const ecosystem = LOCKED_ECOSYSTEMS.find((one) => one === text.slice(0, colon));
  if (ecosystem === undefined) return null;
  // The extras of PEP 508 stand in brackets, with commas of their own.
  const [name = "", ...extras] = text.slice(colon + 1).split(/,(?![^[]*\])/);
  return [name, ...extras].every(IS_NAME[ecosystem]) ? { ecosystem, name, extras } : null;
}

/** Where a subject's lockfile is, relative to its directory: `npm/@scope+name.json`. */
export function lockfilePathOf({ ecosystem, name, extras }: Subject): string {
  return `${ecosystem}/${[name, ...extras].map((one) => one.replace("/", "+")).join(",")}.json`;
}
