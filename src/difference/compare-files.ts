import type { FileChange } from "./difference.ts";
import { compareLines } from "./lines.ts";
import { hostsIn, isObfuscated, MARKS, NEW_HOST_WEIGHT, OBFUSCATED } from "./marks.ts";
import { isText } from "./native.ts";
import type { PackageFile, PackageState } from "./package-state.ts";

const CODE = /\.(?:[cm]?[jt]sx?|json|py|pyi|pth|sh|bat|cmd|ps1|node|html?)$|^[^.]+$/i;
/** Files that say nothing about what runs; they are listed, and weigh nothing. */
const PROSE =
  /\.(?:md|markdown|txt|map|pyi|d\.ts|d\.mts|d\.cts)$|^(?:licen[cs]e|readme|changelog)/i;
/** What describes a Python package; its programs are compared by themselves. */
const DESCRIPTION = /(?:^|\/)[^/]*\.dist-info\//;
const MAX_HOSTS = 3;
const MAX_PATCH = 1000;
const MAX_WIDTH = 1000;

/** Every file that differs, the most suspicious first. `withPatch` keeps the changed lines too. */
export function compareFiles(
  from: PackageState | null,
  to: PackageState,
  withPatch: boolean,
): readonly FileChange[] {
  if (to.files === null) return [];
  const before = new Map(from?.files?.map((file) => [file.path, file]));
  const after = new Map(to.files.map((file) => [file.path, file]));
  const known = new Known(from?.files ?? []);
  const isKnown = from === null || from.files !== null;
  const changes: FileChange[] = [];
  for (const file of after.values()) {
    const old = before.get(file.path);
    if (old?.sha256 !== file.sha256 && isKnown)
      changes.push(changeOf(old ?? null, file, known, withPatch));
  }
  for (const { path, bytes } of before.values()) {
    if (after.has(path)) continue;
    const lines = textOf(bytes)?.split("\n").length ?? null;
    const none = { marks: [], weight: 0, patch: null };
    changes.push({ path, kind: "removed", linesAdded: 0, linesRemoved: lines, ...none });
  }
  return changes.toSorted(
    (a, b) =>
      b.weight - a.weight ||
      (b.linesAdded ?? 0) - (a.linesAdded ?? 0) ||
      (a.path < b.path ? -1 : 1),
  );
}

/** What the package's code did before, all its files together. */
class Known {
  readonly marks: ReadonlySet<string>;
  readonly hosts: ReadonlySet<string>;
  /** Only digests are known: nothing can be said of what is new. */
  readonly isBlind: boolean;
  readonly #obfuscated: ReadonlySet<string>;

  constructor(files: readonly PackageFile[]) {
    this.isBlind = files.length > 0 && files.every(({ bytes }) => bytes === null);
    const texts = files.flatMap(({ path, bytes }): [string, string][] => {
      const text = isWeighed(path) ? textOf(bytes) : null;
      return text === null ? [] : [[path, text]];
    });
    this.marks = new Set(
      MARKS.filter(({ pattern }) => texts.some(([, text]) => pattern.test(text))).map(
        ({ label }) => label,
      ),
    );
    this.hosts = new Set(texts.flatMap(([, text]) => hostsIn(text)));
    this.#obfuscated = new Set(
      texts.filter(([, text]) => isObfuscated(text)).map(([path]) => path),
    );
  }

  wasObfuscated(path: string): boolean {
    return this.#obfuscated.has(path);
  }
}

function changeOf(
  old: PackageFile | null,
  file: PackageFile,
  known: Known,
  withPatch: boolean,
): FileChange {
  const { path } = file;
  const kind = old === null ? "added" : "changed";
  const [before, after] = [old === null ? "" : textOf(old.bytes), textOf(file.bytes)];
  const lines = before === null || after === null ? null : compareLines(before, after);
  const { marks, weight } =
    isWeighed(path) && !known.isBlind
      ? weigh(path, after, lines?.added.join("\n") ?? after ?? "", known)
      : { marks: [], weight: 0 };
  return {
    path,
    kind,
    linesAdded: lines?.added.length ?? null,
    linesRemoved: lines?.removed.length ?? null,
    marks,
    weight: weight + (kind === "added" && weight > 0 ? 1 : 0),
    patch: withPatch && lines !== null ? bounded(lines.patch) : null,
  };
}

/** What a person reads of one file; the rest is to be had from the archive. */
function bounded(patch: readonly string[]): readonly string[] {
  return patch.slice(0, MAX_PATCH).map((line) => line.slice(0, MAX_WIDTH));
}

function weigh(
  path: string,
  whole: string | null,
  added: string,
  known: Known,
): { marks: readonly string[]; weight: number } {
  const own = MARKS.filter(({ label, pattern }) => !known.marks.has(label) && pattern.test(added));
  const hosts = hostsIn(added).filter((host) => !known.hosts.has(host));
  const isHidden = whole !== null && isObfuscated(whole) && !known.wasObfuscated(path);
  const more = hosts.length > MAX_HOSTS ? [`${hosts.length - MAX_HOSTS} more new hosts`] : [];
  return {
    marks: [
      ...own.map(({ label }) => label),
      ...(isHidden ? [OBFUSCATED.label] : []),
      ...hosts.slice(0, MAX_HOSTS).map((host) => `names the new host ${host}`),
      ...more,
    ],
    weight:
      own.reduce((sum, mark) => sum + mark.weight, 0) +
      (isHidden ? OBFUSCATED.weight : 0) +
      (hosts.length > 0 ? NEW_HOST_WEIGHT : 0),
  };
}

function isWeighed(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return CODE.test(name) && !PROSE.test(name) && !DESCRIPTION.test(path);
}

function textOf(bytes: Uint8Array | null): string | null {
  return bytes === null || !isText(bytes) ? null : Buffer.from(bytes).toString("utf8");
}
