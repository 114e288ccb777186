import { basename } from "node:path/posix";

import { PinfoldError } from "../errors.ts";
import { pythonWanted } from "../ecosystems/pypi/python-wanted.ts";
import { workingFolder } from "../path-search/working-folder.ts";
import type { Launch } from "../model/launch.ts";
import { resolveLaunch } from "../launchers/index.ts";
import { clientPath } from "../path-search/client-path.ts";
import { findProgram } from "../path-search/find-program.ts";
import type { UvRequest } from "../ports/python-resolver.ts";
import { judgeChains } from "./chains.ts";
import { type ChainContext, ChainReading } from "./find-chains.ts";
import { judgeEvidence } from "./judge.ts";
import { configFolder } from "./python-interpreters.ts";
import type { KnownServer } from "./servers.ts";

/** How uv is asked what a server's next start resolves to. */
export interface UvSite {
  readonly request: UvRequest;
  /** The launch with its addresses as the entry has them, passwords and all: nothing to print. */
  readonly launch: Launch;
  readonly cwd: string;
  /** What the launch asks of Python: `3.12`; null where it takes any. */
  readonly python: string | null;
}

/** Where a server's uv is looked for, and whom to ask for one of pinfold's own. */
export interface UvContext extends ChainContext {
  readonly capturedPath: (client: string) => string | null;
  /** pinfold's own folder for caches. */
  readonly cacheFolder: string;
  /** Gives a uv where the client would find none; throws where there is none either. */
  readonly otherUv: (path: string) => Promise<string>;
}

/**
 * uv as the client would find it: the one beside uvx, the command itself, else the first on the
 * client's PATH. It is about to be started, so an error of its chain (another file than the pinned
 * one, a folder that anybody can write to) is refused here.
 */
export async function uvSite(context: UvContext, server: KnownServer): Promise<UvSite> {
  const { entry } = server;
  const { disk, machine, clientPath: given, capturedPath: captured } = context;
  const launch = resolveLaunch(entry);
  const { path } = clientPath(entry, { disk, machine, given, captured });
  const uv =
    uvOfChain(context, server) ?? findProgram(disk, "uv", path) ?? (await context.otherUv(path));
  const home = entry.env["HOME"] ?? machine.home;
  const { cwd } = workingFolder(entry, launch, machine.home);
  const config = configFolder({ disk, machine }, entry.env);
  return {
    launch,
    cwd,
    python: pythonWanted({ disk, cwd, config, env: entry.env }, launch),
    request: {
      uv,
      config: isConfigured(launch, entry.env),
      env: entry.env,
      session: machine.env,
      path,
      home,
      cacheFolder: `${context.cacheFolder}/uv`,
    },
  };
}

/** uvx and `uv tool run` read the user's and the machine's configuration of uv, no project's. */
function isConfigured(
  { launcher, installer }: Launch,
  env: Readonly<Record<string, string>>,
): boolean {
  const isOff = installer.includes("--no-config") || (env["UV_NO_CONFIG"] ?? "") !== "";
  return launcher !== "python -m" && !isOff;
}

function uvOfChain(context: UvContext, server: KnownServer): string | null {
  const reading = context.reading ?? new ChainReading(context);
  const { evidence } = judgeChains(context, [server], () => [], reading);
  const { chain } = evidence.get(server.entry.id) ?? {};
  const { findings } =
    chain === undefined ? { findings: [] } : judgeEvidence({ chain }, server.entry.id);
  const wrong = findings.find(({ severity }) => severity === "error");
  if (wrong !== undefined)
    throw new PinfoldError(
      "refused",
      `uv is not started: ${wrong.message}`,
      wrong.remedy === "" ? "look at the launcher first: pinfold verify" : wrong.remedy,
    );
  const programs = reading.find(server).flatMap((found) => found.chain.programs);
  return programs.findLast(({ real }) => real !== null && basename(real) === "uv")?.real ?? null;
}
