import { attempt } from "../ecosystems/npm/locate.ts";
import type { PypiLocation } from "../ecosystems/pypi/locate.ts";
import { pythonFileProblems } from "../ecosystems/pypi/python-wanted.ts";
import { modulesInFolder } from "../ecosystems/pypi/places/venv.ts";
import { PinfoldError } from "../errors.ts";
import type { PythonEnvironmentEvidence, PythonEvidence } from "../model/evidence.ts";
import { NOTHING_CHECKED } from "../model/report.ts";
import type { ComparedFiles } from "../ports/python-compiler.ts";
import type { Evidence } from "../rules/apply.ts";
import { type CollectContext, type Collected, type Collection, failureOf } from "./collect.ts";
import { isChainInOrder } from "./chain-in-order.ts";
import { type PinAnswer, pinOf } from "./pins.ts";
import { compareCompiled, pythonOfEnvironment } from "./python-compiled.ts";
import { isResolved } from "./python-fixed.ts";
import { configFolder, newPythons, pythonsBefore } from "./python-interpreters.ts";
import { judgeOne, relevant } from "./python-judging.ts";
import { locateServer } from "./python-places.ts";
import { bytesOf, modulesOf, type ReadEnvironment, readAll } from "./python-reading.ts";
import { replacedPython } from "./python-replaced.ts";
import { foreignSettings } from "./python-settings.ts";
import { sharedFiles } from "./python-shared.ts";
import type { KnownServer } from "./servers.ts";

interface Prepared {
  readonly server: KnownServer;
  readonly pin: PinAnswer<"pypi"> | null;
  readonly location: PypiLocation | null;
  readonly failure: PinfoldError | null;
}

/**
 * The environments of uvx, pipx and `python -m` servers. All environments are listed first and read in one go; one that several servers use
 * is read once.
 */
export async function collectPypi(
  context: CollectContext,
  wanted: readonly KnownServer[],
): Promise<Collection> {
  const prepared: Prepared[] = [];
  for (const server of wanted) prepared.push(await prepare(context, server));
  const places = prepared.flatMap(({ pin, location }) =>
    pin?.lockfile == null ? [] : (location?.found ?? []),
  );
  const started = performance.now();
  const environments = await readAll(context, places);
  const milliseconds = performance.now() - started;
  const compared = await compareAll(context, prepared, environments);
  const total = [...environments.values()].reduce((sum, one) => sum + bytesOf(one), 0);
  const judged = prepared.map((one) => judgeServer(context, one, { environments, compared }));
  const shared = sharedFiles(judged.map(({ server, trees }) => ({ server, trees, environments })));
  const servers = judged.map(({ server, trees, collected }): [string, Collected] => {
    const own = trees.flatMap(({ root }) => {
      const read = environments.get(root);
      return read === undefined ? [] : [read];
    });
    const bytes = own.reduce((sum, one) => sum + bytesOf(one), 0);
    const files = own.reduce((sum, one) => sum + (typeof one === "string" ? 0 : one.files.size), 0);
    const { python } = collected.evidence;
    const evidence: Evidence =
      python === undefined
        ? collected.evidence
        : {
            ...collected.evidence,
            python: { ...python, shared: shared.get(server.entry.id) ?? [] },
          };
    const [first] = own;
    const checked = {
      ...NOTHING_CHECKED,
      packages: first === undefined || typeof first === "string" ? 0 : first.tree.packages.size,
      files,
      bytes,
      milliseconds: total === 0 ? 0 : Math.round((milliseconds * bytes) / total),
    };
    return [server.entry.id, { ...collected, evidence, checked }];
  });
  const assumptions = prepared.flatMap(({ location }) => location?.assumptions ?? []);
  return { servers: new Map(servers), assumptions: [...new Set(assumptions)] };
}

async function prepare(context: CollectContext, server: KnownServer): Promise<Prepared> {
  let pin: PinAnswer<"pypi"> | null = null;
  const answer = await attempt((): Promise<Prepared> => {
    const { pypi: subject } = server;
    if (subject === null) throw new Error("not a server of a Python index");
    pin = pinOf(context.pins, context.state, server, subject, context.nearby);
    const location = locateServer(context, server, pin.lockfile);
    return Promise.resolve({ server, pin, location, failure: null });
  });
  return answer instanceof PinfoldError ? { server, pin, location: null, failure: answer } : answer;
}

/** Where programs may be started: by Pythons whose chain is pinned and unchanged. */
async function compareAll(
  context: CollectContext,
  prepared: readonly Prepared[],
  environments: ReadonlyMap<string, ReadEnvironment>,
): Promise<ReadonlyMap<string, ComparedFiles>> {
  const { compiler, chains, state, onProgress } = context;
  const [first] = prepared;
  if (compiler === null || first === undefined) return new Map();
  await context.chainsRead;
  const isTrusted = (python: string): boolean =>
    isChainInOrder({ ...context, reading: chains }, first.server, {
      program: python,
      isPinnedOnly: true,
    });
  return compareCompiled({ compiler, state, onProgress, isTrusted }, environments);
}

interface JudgedServer {
  readonly server: KnownServer;
  readonly trees: readonly PythonEnvironmentEvidence[];
  readonly collected: Collected;
}

function judgeServer(
  context: CollectContext,
  { server, pin, location, failure }: Prepared,
  {
    environments,
    compared,
  }: {
    readonly environments: ReadonlyMap<string, ReadEnvironment>;
    readonly compared: ReadonlyMap<string, ComparedFiles>;
  },
): JudgedServer {
  const { entry, launch } = server;
  const lockfile = pin?.lockfile ?? null;
  const isFixed = location !== null && !isResolved(context.disk, location, server);
  // Before they are judged, and what is seen now is remembered.
  const before = replacedPythons(context, location, environments);
  const trees =
    pin === null || lockfile === null || location === null
      ? []
      : relevant(
          location.found.map((place) =>
            judgeOne(context, server, { pin, place, environments, compared }),
          ),
        );
  const python: PythonEvidence | null =
    lockfile === null || location === null
      ? null
      : {
          name: entry.name,
          version: lockfile.version,
          isResolved: !isFixed,
          places: location.searched,
          environments: trees,
          problems: [
            ...location.problems,
            ...shadowing(context, server, { location, environments }),
            ...trees.flatMap(({ root }) => before.get(root) ?? []),
            ...foreignSettings(context, server),
            ...(isFixed ? [] : otherPythons(context, server, { location, environments })),
          ],
          shared: [],
        };
  const collected: Collected = {
    evidence: {
      ...(pin === null ? {} : { pin: pin.evidence }),
      ...(python === null ? {} : { python }),
      ...(failure === null ? {} : { failures: [failureOf(failure)] }),
    },
    isFloating: lockfile !== null && !isFixed,
    unjudged: [...launch.unjudged, ...(location?.unjudged ?? [])],
    lockfile,
    version: lockfile?.version ?? null,
    checked: NOTHING_CHECKED,
    interpreters: interpretersOf(trees, environments).flatMap((chosen) =>
      isFixed
        ? [chosen]
        : // Those that came since are told by themselves.
          pythonsBefore(context, server, chosen).filter(
            (path) => path === chosen || context.state.launchers.read(path) !== null,
          ),
    ),
  };
  return { server, trees, collected };
}

function replacedPythons(
  { state }: CollectContext,
  location: PypiLocation | null,
  environments: ReadonlyMap<string, ReadEnvironment>,
): ReadonlyMap<string, PythonEvidence["problems"]> {
  const found = (location?.found ?? []).map(({ root }): [string, PythonEvidence["problems"]] => {
    const read = environments.get(root) ?? "";
    return [root, replacedPython(state, state.baselines.read(root), [root, read])];
  });
  return new Map(found);
}

/** What `python -m` would import from the working directory. */
function shadowing(
  { disk, machine }: CollectContext,
  { launch, entry }: KnownServer,
  {
    location,
    environments,
  }: {
    readonly location: PypiLocation;
    readonly environments: ReadonlyMap<string, ReadEnvironment>;
  },
): PythonEvidence["problems"] {
  if (launch.launcher !== "python -m" || entry.args.some((word) => /^-[A-Za-z]*[IP]/.test(word)))
    return [];
  const modules = new Set(
    location.found.flatMap(({ root }) => {
      const read = environments.get(root);
      return read === undefined || typeof read === "string" ? [] : modulesOf(read);
    }),
  );
  const world = { disk, home: machine.home, platform: machine.platform, env: entry.env };
  return modulesInFolder(world, location.cwd, modules);
}

/** What has uv start another Python than the pinned one: a file of the working directory, a new program. */
function otherPythons(
  context: CollectContext,
  server: KnownServer,
  {
    location,
    environments,
  }: {
    readonly location: PypiLocation;
    readonly environments: ReadonlyMap<string, ReadEnvironment>;
  },
): PythonEvidence["problems"] {
  const { disk, machine } = context;
  const { entry, launch } = server;
  const config = configFolder({ disk, machine }, entry.env);
  const chosen = location.found.flatMap(({ root, maker }) => {
    if (maker === "pipx shared") return [];
    const read = environments.get(root);
    return read === undefined || typeof read === "string" ? [] : (pythonOfEnvironment(read) ?? []);
  });
  return [
    ...pythonFileProblems({ disk, cwd: location.cwd, config, env: entry.env }, launch),
    ...[...new Set(chosen)].flatMap((python) => newPythons(context, server, python)),
  ];
}

/** The Python that an environment stands on: it has a chain of its own. */
export function interpretersOf(
  trees: readonly PythonEnvironmentEvidence[],
  environments: ReadonlyMap<string, ReadEnvironment>,
): readonly string[] {
  const found = trees.flatMap(({ root, maker }) => {
    if (maker === "pipx shared") return [];
    const read = environments.get(root);
    if (read === undefined || typeof read === "string") return [];
    return read.reading.links.flatMap(({ path, target }) =>
      path.startsWith(`${read.layout.scripts}/python`) && target.startsWith("/") ? [target] : [],
    );
  });
  return [...new Set(found)];
}
