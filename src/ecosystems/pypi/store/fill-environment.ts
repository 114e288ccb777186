import { PinfoldError } from "../../../errors.ts";
import {
  type PypiArtifact,
  packageNameOf,
  type PypiLockfile,
} from "../../../lockfile/pypi-schema.ts";
import type { Baseline } from "../../../model/baseline.ts";
import { isPinnedTree } from "../../../model/npm-difference.ts";
import { prefixOf } from "../../../model/npm-tree.ts";
import { subjectLabel } from "../../../model/subject.ts";
import { foldersOf } from "../../../state/folders.ts";
import type { FillWorld, Kept } from "../../../store/define.ts";
import { judgeInterpreter, pinnedInterpreters } from "../../../store/interpreters.ts";
import { platformOf } from "../../../store/place.ts";
import { baselineOf } from "../../npm/judge-tree.ts";
import { judgeEnvironment } from "../judge-environment.ts";
import type { ObservedEnvironment } from "../observe-environment.ts";
import { pinnedPackages } from "../pin.ts";
import { fits, parseWheelName } from "../wheel-tags.ts";
import { fetchWheels } from "./fetch-wheels.ts";
import { bytecodeOf, compiledPath, environmentOf } from "./layout.ts";
import { pinnedPython, type PinnedPython } from "./pinned-python.ts";
import { readCopy } from "./read-copy.ts";
import { outermost, planLibrary } from "./standard-library.ts";
import { uvOf } from "./uv.ts";

/**
 * The pinned closure from its wheels: uv makes an environment on the pinned Python and unpacks what has
 * the pinned hashes. Then everything is compiled once, to be looked at as everything else is; so are
 * Python's own modules. Nothing that was installed runs.
 */
export async function fillEnvironment(
  world: FillWorld,
  kept: Kept<"pypi">,
  staged: string,
): Promise<Baseline> {
  const { state, pythonInstaller, onProgress, machine, trees } = world;
  const { lockfile, folder, subject } = kept;
  const label = subjectLabel(subject);
  const python = pythonFor(world, kept);
  const wheels = wheelsFor(lockfile, platformOf(machine), { python, libc: world.libc });
  const archives = `${staged}/archives`;
  await fetchWheels(world, kept, { wheels, archives });
  onProgress(`${label}: uv unpacks ${wheels.length} wheels`);
  await pythonInstaller.install({
    uv: await uvOf(world),
    python: python.program.path,
    folder: environmentOf(staged),
    archives,
    requirements: requirementsOf(lockfile),
    session: machine.env,
    path: machine.env["PATH"] ?? "",
    home: machine.home,
    cacheFolder: `${foldersOf(machine).cache}/uv`,
  });
  trees.remove(archives);
  onProgress(`${label}: compiling`);
  const facts = await pythonInstaller.facts(`${environmentOf(staged)}/bin/python`);
  const search = outermost(facts.search);
  // Python's own modules are read once they are compiled: what is kept of them is what lay there last.
  const first = await readCopy(world, staged, []);
  const environment = pinned(world, kept, first.environment);
  const sources = await sourcesOf(world, environment, search);
  await pythonInstaller.compile(
    python.program.path,
    sources.map(({ path, shown }) => ({
      source: path,
      compiled: `${staged}${compiledPath(bytecodeOf(""), shown(folder), facts.tag)}`,
      shown: shown(folder),
    })),
  );
  const { bytecode, library } = await readCopy(world, staged, search);
  const { path, real } = python.program;
  state.pythonCopies.write(folder, {
    python: { path, real },
    library: library.map((one) => ({ ...one })),
    bytecode,
  });
  return baselineOf(environment.tree, environmentOf(folder), label);
}

/** The pinned Python, as it is now: a copy is not made on one that was changed. */
function pythonFor({ disk, state, machine }: FillWorld, { lockfile, subject }: Kept<"pypi">) {
  const python = pinnedPython(state, lockfile.resolver.python);
  if (python === null)
    throw new PinfoldError(
      "refused",
      `${subjectLabel(subject)}: this machine has no pin of a Python ${lockfile.resolver.python} or newer`,
      "install one where the client finds it; pinfold sync then pins it",
    );
  const { home, now } = machine;
  const { path, real } = python.program;
  const one = pinnedInterpreters(state, baseOf(path)).find(({ program }) => program.real === real);
  const judged = judgeInterpreter(disk, {
    command: one?.command ?? path,
    path,
    pin: one?.chain ?? null,
    digest: null,
    home,
    today: now.toISOString().slice(0, 10),
  });
  if (judged.isClean) return python;
  throw new PinfoldError(
    "refused",
    `${path} is not the pinned Python any more`,
    `inspect it; if the change is yours: pinfold accept ${one?.command ?? path}`,
  );
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Every wheel that an installer could take here; which one it prefers is its own affair. */
function wheelsFor(
  { packages }: PypiLockfile,
  platform: string,
  { python, libc }: { readonly python: PinnedPython; readonly libc: string | null },
): readonly PypiArtifact[] {
  return Object.entries(packages).flatMap(([key, { artifacts, marker, builtLocally, source }]) => {
    if (builtLocally === true || source !== undefined)
      throw new PinfoldError(
        "refused",
        `${packageNameOf(key)} has no wheel of an index: its files come from a build on each machine`,
        "a private copy holds pinned bytes alone; ask its authors to publish a wheel",
      );
    const fitting = artifacts.filter(({ file }) => {
      const name = parseWheelName(file);
      if (name === null || !fits(name, platform, `3.${python.minor}`)) return false;
      return libc === null || name.platforms.some((tag) => isForLibc(tag, libc));
    });
    if (fitting.length === 0 && marker === undefined)
      throw new PinfoldError(
        "refused",
        `${packageNameOf(key)} has no pinned wheel for ${platform} and Python 3.${python.minor}`,
        "lock the server again with this platform in the policy",
      );
    return fitting;
  });
}

function isForLibc(tag: string, libc: string): boolean {
  if (tag.startsWith("musllinux")) return libc === "musl";
  return !tag.startsWith("manylinux") || libc === "glibc";
}

/** One line a package: what may be installed, and nothing else. */
function requirementsOf({ packages }: PypiLockfile): readonly string[] {
  return Object.entries(packages).map(([key, { version, marker, artifacts }]) => {
    const hashes = artifacts.map(({ sha256 }) => `--hash=${sha256}`);
    const condition = marker === undefined ? "" : ` ; ${marker}`;
    return [`${packageNameOf(key)}==${version}${condition}`, ...hashes].join(" ");
  });
}

function pinned(
  { disk, state, machine }: FillWorld,
  kept: Kept<"pypi">,
  environment: ObservedEnvironment | null,
): ObservedEnvironment {
  const { lockfile, subject, name } = kept;
  const fail = (why: string): PinfoldError =>
    new PinfoldError(
      "refused",
      `${subjectLabel(subject)} ${lockfile.version}: what uv unpacked is not the pinned closure: ${why}`,
      "nothing was kept; run pinfold lock --check --online to see which archive is another one",
    );
  if (environment === null) throw fail("there is no environment");
  const { evidence } = judgeEnvironment(
    { disk, manifests: state.manifests },
    {
      name,
      subject: subjectLabel(subject),
      version: lockfile.version,
      maker: "store",
      hasMachinePin: true,
      isReleased: () => false,
      exactTree: null,
      packages: pinnedPackages(lockfile),
      lowestPython: lockfile.resolver.python,
      platform: platformOf(machine),
      baseline: null,
      sharedPackages: null,
      compared: null,
    },
    environment,
  );
  const { difference, problems } = evidence;
  const [problem] = problems;
  if (problem !== undefined) throw fail(problem.message);
  if (difference === null || !isPinnedTree(difference)) {
    const {
      changed = [],
      unaccounted = [],
      missing = [],
      unvetted = [],
      odd = [],
    } = difference ?? {};
    const [first] = [...changed, ...unaccounted, ...missing, ...unvetted];
    const [strange] = odd;
    throw fail(
      first === undefined
        ? `${strange?.path ?? "something"} belongs to nothing`
        : `${prefixOf(first.name, first.version ?? "?")} is not as pinned`,
    );
  }
  return environment;
}

interface Source {
  readonly path: string;
  /** Where it will be when the copy has taken its place. */
  readonly shown: (folder: string) => string;
}

const SOURCE = /\.py$/;
/** Parts of Python itself that no server imports, and that are as large as all the rest. */
const UNUSED = /(?:^|\/)(?:tests?|idlelib|idle_test|lib2to3|turtledemo|ensurepip|config-[^/]*)\//;

/** All modules: those of the packages, and those of Python. */
async function sourcesOf(
  { disk, treeReader }: FillWorld,
  { root, files }: ObservedEnvironment,
  search: readonly string[],
): Promise<readonly Source[]> {
  const own = [...files.keys()]
    .filter((path) => SOURCE.test(path))
    .map((path) => ({
      path: `${root}/${path}`,
      shown: (folder: string) => `${environmentOf(folder)}/${path}`,
    }));
  const library = [];
  for (const place of search) {
    const requests = planLibrary(disk, place) ?? [];
    for (const reading of await treeReader.readFolders(requests))
      for (const { path } of reading.files)
        if (SOURCE.test(path) && !UNUSED.test(path))
          library.push({ path: `${place}/${path}`, shown: () => `${place}/${path}` });
  }
  return [...own, ...library];
}
