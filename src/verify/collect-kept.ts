import { PinfoldError } from "../errors.ts";
import { NOTHING_CHECKED } from "../model/report.ts";
import { type Subject, subjectLabel } from "../model/subject.ts";
import type { Evidence } from "../rules/apply.ts";
import { type Folders, foldersOf } from "../state/folders.ts";
import type { Keeper, Kept, KeptEcosystem, StartPlan } from "../store/define.ts";
import { KEEPERS } from "../store/index.ts";
import { type PinnedInterpreter, pinnedInterpreters } from "../store/interpreters.ts";
import { keptOf, platformOf } from "../store/place.ts";
import { settleInterpreter } from "../run/settle-interpreter.ts";
import { type CollectContext, type Collected, type Collection, failureOf } from "./collect.ts";
import { type PinAnswer, pinOf } from "./pins.ts";
import type { KnownServer } from "./servers.ts";

/**
 * What `pinfold run` would start: the private copy of each server's pinned tree, file by file, and the
 * interpreter that runs it. Nothing that npx or uv keeps has a say.
 */
export async function collectKept(
  context: CollectContext,
  servers: readonly KnownServer[],
): Promise<Collection> {
  const folders = foldersOf(context.machine);
  const answers = new Map<string, Collected>();
  for (const server of servers) {
    const { npm, pypi, entry } = server;
    const { pins, state, nearby } = context;
    const collected =
      npm !== null
        ? await collectOne(context, folders, server, {
            subject: npm,
            pin: pinOf(pins, state, server, npm, nearby),
            keeper: KEEPERS.npm,
          })
        : pypi !== null
          ? await collectOne(context, folders, server, {
              subject: pypi,
              pin: pinOf(pins, state, server, pypi, nearby),
              keeper: KEEPERS.pypi,
            })
          : null;
    if (collected !== null) answers.set(entry.id, collected);
  }
  return { servers: answers, assumptions: [] };
}

interface Parts<Kind extends KeptEcosystem> {
  readonly subject: Subject<Kind>;
  readonly pin: PinAnswer<Kind>;
  readonly keeper: Keeper<Kind>;
}

async function collectOne<Kind extends KeptEcosystem>(
  context: CollectContext,
  folders: Folders,
  server: KnownServer,
  { subject, pin, keeper }: Parts<Kind>,
): Promise<Collected> {
  const { lockfile } = pin;
  const base: Collected = {
    evidence: { pin: pin.evidence },
    isFloating: false,
    unjudged: server.launch.unjudged,
    lockfile,
    version: null,
    checked: NOTHING_CHECKED,
    interpreters: [],
  };
  if (lockfile === null) return base;
  const { name } = server.entry;
  const kept = keptOf(context.disk, folders, platformOf(context.machine), {
    subject,
    lockfile,
    name,
  });
  try {
    const judged = await judge(context, server, { keeper, kept });
    return {
      ...base,
      evidence: { ...base.evidence, ...judged.evidence },
      version: lockfile.version,
      checked: judged.checked,
    };
  } catch (thrown) {
    if (!(thrown instanceof PinfoldError)) throw thrown;
    return { ...base, evidence: { ...base.evidence, failures: [failureOf(thrown)] } };
  }
}

async function judge<Kind extends KeptEcosystem>(
  context: CollectContext,
  server: KnownServer,
  { keeper, kept }: { readonly keeper: Keeper<Kind>; readonly kept: Kept<Kind> },
): Promise<Pick<Collected, "evidence" | "checked">> {
  const { disk, machine, state } = context;
  if (disk.stat(kept.folder) === null) return { evidence: absent(kept), checked: NOTHING_CHECKED };
  context.onProgress(`reading the private copy of ${kept.name}`);
  const plan = keeper.start(context, kept, server.launch.bin);
  const [first, ...others] = candidates(state, plan);
  const copy = await keeper.judge(context, kept, {
    interpreter: first?.program.real ?? null,
    home: server.entry.env["HOME"] ?? machine.home,
  });
  // Without a pin it is the Node that runs pinfold, which the entry's own chain has.
  const chain =
    first === undefined
      ? null
      : await settleInterpreter(context, { first, others, path: first.program.path, digest: null });
  return {
    evidence: {
      ...copy.evidence,
      ...(chain === null ? {} : { chain: { name: kept.name, chains: [chain.evidence] } }),
    },
    checked: copy.checked,
  };
}

function candidates(state: CollectContext["state"], plan: StartPlan): readonly PinnedInterpreter[] {
  return pinnedInterpreters(state, plan.interpreter).filter(
    ({ program }) => plan.real === null || program.real === plan.real,
  );
}

/** Made at the next start, or by sync, from the archives that the lockfile pins. */
function absent({ subject, lockfile, folder, name }: Kept): Evidence {
  const { version } = lockfile;
  if (subject.ecosystem === "pypi")
    return {
      python: {
        name,
        version,
        isResolved: false,
        places: [folder],
        environments: [],
        problems: [],
        shared: [],
        isKept: true,
      },
    };
  return {
    npmTree: {
      name,
      root: folder,
      subject: subjectLabel(subject),
      version,
      fileCount: 0,
      difference: null,
      unreadable: null,
      hasMachinePin: true,
      exactTree: null,
      observedTree: null,
      maker: "store",
      modulesAbove: [],
      manifests: [],
      scripts: [],
      reservedPrograms: [],
    },
  };
}
