import * as v from "valibot";

import type { NpmLockfile } from "../../lockfile/schema.ts";
import type { Baseline } from "../../model/baseline.ts";
import { folderName, type ObservedTree, prefixOf } from "../../model/npm-tree.ts";
import { type Disk, DiskError } from "../../ports/disk.ts";
import { NPM_OWN } from "./observe-tree.ts";

/** A file of npm's own in a folder of `_npx` that says something else than the pin. */
export interface ManifestMismatch {
  readonly file: string;
  readonly message: string;
  readonly pinned: string | null;
  readonly observed: string | null;
}

const MAX_BYTES = 16 * 1024 * 1024;
const MAX_MISMATCHES = 20;
const WEAK = /^sha1-[A-Za-z0-9+/]{27}=$/;

const LockEntry = v.looseObject({
  name: v.optional(v.string()),
  version: v.optional(v.string()),
  integrity: v.optional(v.string()),
  resolved: v.optional(v.string()),
  link: v.optional(v.boolean()),
  inBundle: v.optional(v.boolean()),
  optional: v.optional(v.boolean()),
});
const Lock = v.looseObject({
  lockfileVersion: v.optional(v.unknown()),
  packages: v.optional(v.record(v.string(), LockEntry)),
});

// Not v.record, which leaves out `constructor` and `prototype`: names that packages can have.
const Texts = v.custom<Record<string, string>>(
  (value) => isRecord(value) && Object.values(value).every((text) => typeof text === "string"),
);
const Manifest = v.looseObject({ dependencies: v.optional(Texts) });

/** Formats with `packages`; older ones are read from another field, newer ones can patch packages. */
const FORMATS: readonly unknown[] = [2, 3];

type LockEntry = v.InferOutput<typeof LockEntry>;

export interface ManifestQuery {
  readonly root: string;
  /** Names of the packages that the launch asks for. */
  readonly requested: readonly string[];
  readonly lockfile: NpmLockfile;
  readonly baseline: Baseline | null;
  /** Null where nothing is installed: then npm installs what these files say. */
  readonly tree: ObservedTree | null;
}

/**
 * Compares package.json, package-lock.json and node_modules/.package-lock.json with the pin, also
 * where nothing is installed: npm installs what a planted package-lock.json says.
 */
export function manifestMismatches(disk: Disk, query: ManifestQuery): readonly ManifestMismatch[] {
  const mismatches = [
    ...ofManifest(disk, query),
    ...ofLock(disk, query, "package-lock.json"),
    ...ofLock(disk, query, "node_modules/.package-lock.json"),
    ...ofStrangers(disk, query),
  ];
  return mismatches.slice(0, MAX_MISMATCHES);
}

function* ofManifest(disk: Disk, { root, requested }: ManifestQuery): Generator<ManifestMismatch> {
  const file = `${root}/package.json`;
  const manifest = readJson(disk, file, Manifest);
  if (manifest === null) return;
  const mismatch = (message: string, observed: string | null): ManifestMismatch => ({
    file,
    message,
    pinned: null,
    observed,
  });
  if (typeof manifest === "string") {
    yield mismatch(manifest, null);
    return;
  }
  for (const key of Object.keys(manifest)) {
    if (key !== "dependencies" && key !== "_npx")
      yield mismatch(`it has ${JSON.stringify(key)}, which npx never writes`, key);
  }
  for (const [name, spec] of Object.entries(manifest.dependencies ?? {})) {
    if (!requested.includes(name))
      yield mismatch(`it asks for ${name}, which the entry does not`, `${name}@${spec}`);
    else if (/[:/]/.test(spec))
      yield mismatch(`it takes ${name} from elsewhere than the registry`, spec);
  }
}

function* ofLock(disk: Disk, query: ManifestQuery, inner: string): Generator<ManifestMismatch> {
  const file = `${query.root}/${inner}`;
  const lock = readJson(disk, file, Lock);
  if (lock === null) return;
  if (typeof lock === "string") {
    yield { file, message: lock, pinned: null, observed: null };
    return;
  }
  if (lock.packages === undefined || !FORMATS.includes(lock.lockfileVersion)) {
    const message = "it is in a format that npx does not write, and npm obeys";
    yield { file, message, pinned: null, observed: formatOf(lock.lockfileVersion) };
    return;
  }
  const pins = new Map(
    Object.entries(query.lockfile.packages).map(([path, pin]) => [
      prefixOf(pin.name ?? folderName(path), pin.version),
      pin.integrity,
    ]),
  );
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path === "" || (entry.inBundle === true && isBundled(path, query.lockfile))) continue;
    const mismatch = judge(path, entry, pins, query);
    if (mismatch !== null) yield { file, ...mismatch };
  }
}

/** Whether a pinned package brings it in its archive: npm then fetches nothing for it. */
function isBundled(path: string, { packages }: NpmLockfile): boolean {
  return Object.entries(packages).some(([bundler, { bundled = [] }]) =>
    bundled.some(
      (inner) => path === `${bundler}/${inner}` || path.startsWith(`${bundler}/${inner}/`),
    ),
  );
}

/**
 * Where nothing is installed, files that npm would find beside its own: npm-shrinkwrap.json comes
 * before package-lock.json, and yarn.lock says where packages come from. Beside an installed tree
 * they are found with it.
 */
function* ofStrangers(disk: Disk, { root, tree }: ManifestQuery): Generator<ManifestMismatch> {
  if (tree !== null) return;
  for (const name of strangersIn(disk, root))
    yield { file: `${root}/${name}`, message: "npx never writes it", pinned: null, observed: name };
}

function strangersIn(disk: Disk, root: string): readonly string[] {
  try {
    return (disk.list(root) ?? []).map(({ name }) => name).filter((name) => !NPM_OWN.has(name));
  } catch (thrown) {
    // What cannot be listed is said where the tree is read.
    if (thrown instanceof DiskError) return [];
    throw thrown;
  }
}

function judge(
  path: string,
  entry: LockEntry,
  pins: ReadonlyMap<string, string>,
  { baseline, tree }: ManifestQuery,
): Omit<ManifestMismatch, "file"> | null {
  const identity = prefixOf(entry.name ?? folderName(path), entry.version ?? "?");
  const mismatch = (message: string, pinned: string | null, observed: string | null) => ({
    message,
    pinned,
    observed,
  });
  if (entry.link === true || /^(?:file|git\+|git:)/.test(entry.resolved ?? ""))
    return mismatch(
      `it takes ${path} from elsewhere than the registry`,
      null,
      entry.resolved ?? "a link",
    );
  const pinned = pins.get(identity);
  if (pinned !== undefined) {
    const claims = (entry.integrity ?? "").split(/\s+/).filter((claim) => claim !== "");
    const strong = claims.filter((claim) => claim.startsWith("sha512-"));
    // npm ignores kinds of digest that it does not know. A weak one is what some mirrors have.
    const isWeak = claims.length > 0 && claims.every((claim) => WEAK.test(claim));
    if (strong.length === 0 && !(isWeak && tree?.packages.has(path) === true))
      return mismatch(
        `it has no integrity for ${identity} that proves anything: npm would take other bytes`,
        pinned,
        entry.integrity ?? "none",
      );
    return strong.length > 0 && !strong.every((claim) => claim === pinned)
      ? mismatch(`it has another integrity for ${identity}`, pinned, strong.join(" "))
      : null;
  }
  // Packages of other platforms are in the file and not on the disk.
  const isKnown =
    tree?.packages.get(path)?.facts?.version === entry.version ||
    baseline?.packages[path]?.version === entry.version ||
    (tree !== null && entry.optional === true);
  return isKnown
    ? null
    : mismatch(`it would install ${identity}, which is not pinned`, null, identity);
}

function formatOf(version: unknown): string {
  return typeof version === "number" ? `lockfileVersion ${version}` : "no lockfileVersion";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The file's content, null where there is none, or a sentence on why it cannot be read. */
function readJson<Schema extends v.GenericSchema>(
  disk: Disk,
  file: string,
  schema: Schema,
): v.InferOutput<Schema> | string | null {
  try {
    const bytes = disk.read(file, MAX_BYTES);
    if (bytes === null) return null;
    const json: unknown = JSON.parse(Buffer.from(bytes).toString("utf8"));
    const parsed = v.safeParse(schema, json);
    return parsed.success && isRecord(json) ? parsed.output : "it is not what npm writes";
  } catch (thrown) {
    if (thrown instanceof DiskError) return thrown.message;
    if (thrown instanceof SyntaxError) return "it is not JSON";
    throw thrown;
  }
}
