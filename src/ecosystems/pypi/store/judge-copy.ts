import type {
  PythonEnvironmentEvidence,
  PythonEvidence,
  TreeMaker,
} from "../../../model/evidence.ts";
import { isPinnedTree } from "../../../model/npm-difference.ts";
import type { EnvironmentProblem } from "../../../model/python-evidence.ts";
import { NOTHING_CHECKED } from "../../../model/report.ts";
import { subjectLabel } from "../../../model/subject.ts";
import { DiskError } from "../../../ports/disk.ts";
import type { PythonCopy } from "../../../state/state.ts";
import type { JudgedCopy, Kept, KeptWorld, Surroundings } from "../../../store/define.ts";
import { platformOf } from "../../../store/place.ts";
import { whyUnsafe } from "../../../store/standing.ts";
import { judgeEnvironment } from "../judge-environment.ts";
import { pinnedPackages } from "../pin.ts";
import { bytecodeOf, environmentOf } from "./layout.ts";
import { readCopy, type ReadCopy } from "./read-copy.ts";

/** Reads every file that a copy would run, those of its Python among them. */
export async function judgeCopy(
  world: KeptWorld,
  kept: Kept<"pypi">,
  around: Surroundings,
): Promise<JudgedCopy> {
  const started = performance.now();
  const record = world.state.pythonCopies.read(kept.folder);
  const read = await readOrReason(world, kept, record);
  const judged =
    typeof read === "string"
      ? unreadable(kept, read)
      : judgeRead(world, kept, { read, record, around });
  const { difference, problems, uncheckedBytecode } = judged;
  const isIntact =
    judged.unreadable === null &&
    difference !== null &&
    isPinnedTree(difference) &&
    problems.length === 0 &&
    uncheckedBytecode === 0;
  const python: PythonEvidence = {
    name: kept.name,
    version: kept.lockfile.version,
    isResolved: false,
    places: [judged.root],
    environments: [judged],
    problems: [],
    shared: [],
  };
  const checked =
    typeof read === "string"
      ? NOTHING_CHECKED
      : {
          packages: read.environment?.tree.packages.size ?? 0,
          files: judged.fileCount,
          bytes: read.bytes,
          milliseconds: Math.round(performance.now() - started),
        };
  return { evidence: { python }, isIntact, isClean: isIntact, checked };
}

async function readOrReason(
  world: KeptWorld,
  { folder }: Kept<"pypi">,
  record: PythonCopy | null,
): Promise<ReadCopy | string> {
  const unsafe = whyUnsafe(world.disk, folder, world.machine.home);
  if (unsafe !== null) return unsafe;
  if (record === null) return `this machine has no record of the copy ${folder}`;
  try {
    const read = await readCopy(
      world,
      folder,
      record.library.map(({ path }) => path),
    );
    return read.environment === null ? `${environmentOf(folder)} is no environment` : read;
  } catch (thrown) {
    if (thrown instanceof DiskError) return thrown.message;
    throw thrown;
  }
}

const MAKER: TreeMaker = "store";

function inputOf({ name, subject, lockfile }: Kept<"pypi">) {
  return {
    name,
    subject: subjectLabel(subject),
    version: lockfile.version,
    maker: MAKER,
    hasMachinePin: true,
    // A copy that is not the pinned closure is no other resolution of uv: somebody changed it.
    exactTree: "a private copy",
    observedTree: null,
    // uv puts no pip into an environment of its own accord.
    isReleased: () => false,
  };
}

function unreadable(kept: Kept<"pypi">, why: string): PythonEnvironmentEvidence {
  const nothing = { problems: [], uncheckedBytecode: 0, builtHere: [], seeds: [] };
  const root = environmentOf(kept.folder);
  return {
    ...inputOf(kept),
    ...nothing,
    root,
    fileCount: 0,
    difference: null,
    unreadable: why,
  };
}

function judgeRead(
  { disk, state, machine }: KeptWorld,
  kept: Kept<"pypi">,
  {
    read,
    record,
    around,
  }: {
    readonly read: ReadCopy;
    readonly record: PythonCopy | null;
    readonly around: Surroundings;
  },
): PythonEnvironmentEvidence {
  const { environment } = read;
  if (environment === null || record === null) return unreadable(kept, "it was not read");
  const { evidence } = judgeEnvironment(
    { disk, manifests: state.manifests },
    {
      ...inputOf(kept),
      packages: pinnedPackages(kept.lockfile),
      lowestPython: kept.lockfile.resolver.python,
      platform: platformOf(machine),
      baseline: state.baselines.read(environment.root),
      sharedPackages: null,
      compared: null,
    },
    environment,
  );
  const more = [
    ...bytecodeProblems(kept, read, record),
    ...libraryProblems(read, record),
    ...pythonProblems(disk, environment.root, { record, around }),
  ];
  return { ...evidence, problems: [...evidence.problems, ...more] };
}

function bytecodeProblems(
  { folder }: Kept<"pypi">,
  { bytecode }: ReadCopy,
  record: PythonCopy,
): readonly EnvironmentProblem[] {
  if (bytecode === record.bytecode) return [];
  const path = bytecodeOf(folder);
  return [
    {
      kind: "bytecode",
      path,
      message: "the compiled files of the private copy are not those that were made with it",
      pinned: record.bytecode,
      observed: bytecode,
      wouldRun: path,
    },
  ];
}

function libraryProblems({ library }: ReadCopy, record: PythonCopy): readonly EnvironmentProblem[] {
  return record.library.flatMap(({ path, files: pinned }, index): EnvironmentProblem[] => {
    const observed = library[index]?.files ?? null;
    if (observed === pinned) return [];
    const message =
      pinned === null
        ? `${path} was not there when the copy was made, and Python looks there first`
        : `the modules of Python in ${path} are not those that the copy was made with`;
    return [{ kind: "configuration", path, message, pinned, observed, wouldRun: path }];
  });
}

/** The link of the copy must lead to the interpreter that is checked. */
function pythonProblems(
  disk: KeptWorld["disk"],
  root: string,
  { record, around }: { readonly record: PythonCopy; readonly around: Surroundings },
): readonly EnvironmentProblem[] {
  const path = `${root}/bin/python`;
  const wanted = around.interpreter ?? record.python.real;
  const real = disk.realPath(path);
  if (real === wanted) return [];
  return [
    {
      kind: "link",
      path,
      message: "the Python of the private copy is not the pinned one",
      pinned: wanted,
      observed: real,
      wouldRun: real,
    },
  ];
}
