import type { AuditLog } from "../audit/log.ts";
import type { Ledger } from "../audit/ledger.ts";
import { messageOf, PinfoldError } from "../errors.ts";
import { sha256Of } from "../model/digest.ts";
import { type Disk, DiskError } from "../ports/disk.ts";
import type { Files } from "../ports/files.ts";
import { STATE_KINDS } from "./state.ts";

const MAX_BYTES = 64 * 1024 * 1024;
/** Files that one folder of state may have before a log is begun: more were not made by us. */
const MAX_FILES = 100_000;

/**
 * Files whose records of this machine's state are told to the audit log: the digest first, then the
 * file, both under the log's lock. So a record that is not what the log last said was changed by
 * somebody else, also when pinfold was killed between the two: then what it was about to put into
 * place still lies beside, and is put there.
 */
export function recordedFiles(files: Files, disk: Disk, stateFolder: string, log: AuditLog): Files {
  let ledger: Ledger | null | undefined;
  const nameOf = (path: string): string | null => stateFileOf(stateFolder, path);

  const isAsWritten = (name: string, text: string | null): boolean => {
    ledger ??= log.ledger();
    return ledger === null || ledger.get(name) === (text === null ? undefined : sha256Of(text));
  };

  return {
    keep: (path, text) => files.keep(path, text),
    replace(path, text, options) {
      const name = nameOf(path);
      if (name === null) return files.replace(path, text, options);
      const digest = sha256Of(text);
      const before = options.expected === null ? null : sha256Of(options.expected);
      files.replace(path, text, {
        ...options,
        around: (put) =>
          log.locked(() => {
            log.append(stateWritten(name, digest));
            try {
              put();
            } catch (thrown) {
              log.append({ ...stateWritten(name, before), message: notWritten(name, thrown) });
              throw thrown;
            }
            ledger?.set(name, digest);
          }),
      });
    },
    believe(path, text) {
      const name = nameOf(path);
      if (name === null || isAsWritten(name, text)) return text;
      return log.locked(() => {
        ledger = log.ledger();
        const now = stateText(disk, path);
        if (isAsWritten(name, now)) return now;
        const wanted = ledger?.get(name) ?? null;
        const left = wanted === null ? null : leftBeside(disk, path, wanted);
        if (left === null) throw tampered(path, now, wanted);
        files.replace(path, left, { expected: now, isPrivate: true });
        return left;
      });
    },
    forget(path) {
      const name = nameOf(path);
      if (name === null) return files.forget(path);
      log.append(
        { event: "state-written", message: `removed ${name}`, file: name, digest: null },
        () => files.forget(path),
      );
      ledger?.delete(name);
    },
  };
}

function tampered(path: string, now: string | null, wanted: string | null): PinfoldError {
  const what = now === null ? "was removed" : wanted === null ? "was put there" : "was changed";
  return new PinfoldError(
    "tampered",
    `${path}, a record of this machine's state, ${what} by something else than pinfold`,
    "look for who did that; then pinfold accept SERVER (or LAUNCHER) drops the record and pins anew",
    undefined,
    path,
  );
}

/** Digests of all records of state that are there, for a log that begins. */
export function existingState(disk: Disk, stateFolder: string): Record<string, string> {
  const found: Record<string, string> = {};
  const walk = (folder: string, depth: number): void => {
    for (const { name, kind } of list(disk, `${stateFolder}/${folder}`)) {
      const inner = `${folder}/${name}`;
      if (kind === "folder" && depth > 0) walk(inner, depth - 1);
      if (kind !== "file" || name.endsWith(".tmp")) continue;
      const text = stateText(disk, `${stateFolder}/${inner}`);
      if (text !== null) found[inner] = sha256Of(text);
    }
  };
  // Snapshots have the layout of a team's directory: a folder for each ecosystem.
  for (const kind of STATE_KINDS) walk(kind, 2);
  return found;
}

/** A record's name in the log: its path below the state folder; null for what is not recorded. */
function stateFileOf(stateFolder: string, path: string): string | null {
  if (!path.startsWith(`${stateFolder}/`)) return null;
  const name = path.slice(stateFolder.length + 1);
  return STATE_KINDS.some((kind) => name.startsWith(`${kind}/`)) ? name : null;
}

function stateWritten(file: string, digest: string | null) {
  return { event: "state-written", message: `wrote ${file}`, file, digest } as const;
}

function notWritten(file: string, thrown: unknown): string {
  return `could not write ${file}: ${messageOf(thrown)}`;
}

/** What a killed pinfold had ready: believed because the log has its digest. */
function leftBeside(disk: Disk, path: string, digest: string): string | null {
  const [, folder = "", name = ""] = /^(.*)\/([^/]+)$/.exec(path) ?? [];
  for (const entry of list(disk, folder)) {
    if (!entry.name.startsWith(`${name}.`) || !entry.name.endsWith(".tmp")) continue;
    const text = stateText(disk, `${folder}/${entry.name}`);
    if (text !== null && sha256Of(text) === digest) return text;
  }
  return null;
}

function list(disk: Disk, folder: string) {
  try {
    return (disk.list(folder) ?? []).slice(0, MAX_FILES);
  } catch (thrown) {
    if (thrown instanceof DiskError) return [];
    throw thrown;
  }
}

/** A record's text; null where there is none or it cannot be read. */
export function stateText(disk: Disk, path: string): string | null {
  try {
    const bytes = disk.read(path, MAX_BYTES);
    return bytes === null ? null : Buffer.from(bytes).toString("utf8");
  } catch (thrown) {
    if (thrown instanceof DiskError) return null;
    throw thrown;
  }
}
