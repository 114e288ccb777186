import type { Launch } from "../../model/launch.ts";
import { fastmcp, mcpCli, mcpProxy, mcpProxyNpm, mcpRemote, supergateway } from "./bridges.ts";
import type { Program, Started } from "./define.ts";
import {
  LAUNCHER_PACKAGES,
  nodePackage,
  STARTER_PACKAGES,
  tsNode,
  tsx,
  viteNode,
} from "./runners.ts";
import {
  dotenvCli,
  dotenvx,
  envmcp,
  mcpContextProtector,
  mcptrust,
  reloaderoo,
  smithery,
} from "./wraps.ts";

// Two packages provide a command `mcp-proxy`. On PATH it is the one of PyPI, which comes first: its
// users install it, those of the other start it by npx.
const PROGRAMS: readonly Program[] = [
  mcpRemote,
  supergateway,
  mcpProxy,
  mcpProxyNpm,
  fastmcp,
  mcpCli,
  tsx,
  tsNode,
  viteNode,
  nodePackage,
  envmcp,
  dotenvCli,
  dotenvx,
  reloaderoo,
  mcptrust,
  mcpContextProtector,
  smithery,
  ...LAUNCHER_PACKAGES,
  ...STARTER_PACKAGES,
];

/** What a package of a registry runs, looking at its arguments where that decides it. */
export function startPackage(started: Started): Launch {
  const { base } = started;
  const program = PROGRAMS.find(
    (candidate) =>
      candidate.ecosystem === base.ecosystem &&
      candidate.package === base.package &&
      (base.bin === null || candidate.bins.length === 0 || candidate.bins.includes(base.bin)),
  );
  return program?.toLaunch(started) ?? base;
}

/** The same for a command of this disk, whose package is not known: its name decides. */
export function startCommand(name: string, started: Started): Launch {
  const program = PROGRAMS.find((candidate) => candidate.bins.includes(name));
  return program?.toLaunch(started) ?? started.base;
}
