import type { Discovery, FileProblem, FoundFile } from "../../clients/discovery.ts";
import type { FileFacts, FileFault, FileReader } from "../facts.ts";
import type { MendedFile } from "../fix/mend-file.ts";
import type { FileTexts } from "./file-texts.ts";

/** The faults of every file, each told once with all clients that read the file. */
export function fileFacts(
  discovery: Discovery,
  texts: FileTexts,
  mended: ReadonlyMap<string, MendedFile>,
): readonly FileFacts[] {
  const faults = new Map<string, FileProblem[]>();
  for (const problem of [...discovery.problems, ...advised(discovery)]) {
    const { file, line, column, kind } = problem;
    const key = JSON.stringify([file, line, column, kind]);
    faults.set(key, [...(faults.get(key) ?? []), problem]);
  }
  const files = new Map<string, FileFault[]>();
  for (const same of faults.values()) {
    const [first] = same;
    if (first === undefined) continue;
    const fault = {
      ...faultOf(first, same, discovery, texts),
      isFixable: first.isTolerated ? false : mended.has(first.file),
    };
    files.set(first.file, [...(files.get(first.file) ?? []), fault]);
  }
  return [...files].map(([file, found]) => ({ file, faults: withoutEchoes(found) }));
}

/** Of a file that several clients read in two shapes, the other shape's name is no mistake. */
function advised({ advice, servers }: Discovery): readonly FileProblem[] {
  return advice.filter(({ file }) => !servers.some(({ source }) => source.file === file));
}

/** After these a reader finds its way again; behind anything else it only guesses. */
const RECOVERED: readonly FileFault["kind"][] = [
  "byte-order-mark",
  "utf-16",
  "not-utf-8",
  "missing-comma",
  "trailing-comma",
  "extra-comma",
  "comment",
  "bad-escape",
  "duplicate-name",
  "near-miss",
  "wrong-type",
];

/** Whether a reader lost its way in a file, so that what it has of an entry may be a part of it. */
export function isCutShort({ problems }: Discovery, file: string): boolean {
  return problems.some((one) => one.file === file && !RECOVERED.includes(one.kind));
}

/** What a reader complains of behind a place where it lost its way is mostly no fault of its own. */
function withoutEchoes(faults: readonly FileFault[]): readonly FileFault[] {
  const sorted = faults.toSorted(
    ({ location: a }, { location: b }) =>
      (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
  const lost = sorted.findIndex(({ kind }) => !RECOVERED.includes(kind));
  return lost === -1 ? sorted : sorted.slice(0, lost + 1);
}

function faultOf(
  problem: FileProblem,
  same: readonly FileProblem[],
  discovery: Discovery,
  texts: FileTexts,
): Omit<FileFault, "isFixable"> {
  const { file, line, column, kind, message } = problem;
  const readings = discovery.readings.filter((reading) => reading.file === file);
  const format = formatOf(problem, readings);
  const at = line === null || column === null ? null : { line, column };
  return {
    kind,
    message,
    location: { file, ...at },
    excerpt: at === null || format === null ? null : texts.excerpt(file, format, at),
    readers: readersOf(same, readings, discovery),
    isServerName: discovery.servers.some(
      ({ source }) => source.file === file && source.line === line && source.column === column,
    ),
  };
}

function formatOf({ client }: FileProblem, readings: readonly FoundFile[]) {
  const own = readings.find((reading) => reading.client === client) ?? readings[0];
  return own?.format ?? null;
}

/** Those who complain first; a client that reads the file as another format may not. */
function readersOf(
  same: readonly FileProblem[],
  readings: readonly FoundFile[],
  { servers }: Discovery,
): readonly FileReader[] {
  const readers = new Map<string, FileReader>();
  const add = (id: string, name: string, file: string, isTolerant: boolean): void => {
    const own = servers.filter(({ client, source }) => client === id && source.file === file);
    const known = { id, name, isTolerant, servers: own.map((server) => server.id) };
    if (!readers.has(id)) readers.set(id, known);
  };
  for (const { client, clientName, file, isTolerated } of same)
    add(client, clientName, file, isTolerated);
  for (const { client, clientName, file } of readings) add(client, clientName, file, true);
  return [...readers.values()];
}
