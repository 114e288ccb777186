import type { Launch } from "../model/launch.ts";
import type { ServerEntry } from "../model/server.ts";
import { awsVault } from "./aws-vault.ts";
import { bun } from "./bun.ts";
import { bunx } from "./bunx.ts";
import { cargo } from "./cargo.ts";
import { cmd } from "./cmd.ts";
import { conda, mamba, micromamba } from "./conda.ts";
import { type Invocation, type Launcher, programName } from "./define.ts";
import { deno } from "./deno.ts";
import { declined, understood, withUnjudged } from "./details.ts";
import { direnv } from "./direnv.ts";
import { docker } from "./docker.ts";
import { doppler } from "./doppler.ts";
import { dnx, dotnet } from "./dotnet.ts";
import { env } from "./env.ts";
import { executableLaunch } from "./executable.ts";
import { fnm } from "./fnm.ts";
import { go } from "./go.ts";
import { infisical } from "./infisical.ts";
import { interpreters } from "./interpreters.ts";
import { java } from "./java.ts";
import { mise } from "./mise.ts";
import { nix } from "./nix.ts";
import { node } from "./node.ts";
import { npm } from "./npm.ts";
import { npx } from "./npx.ts";
import { op } from "./op.ts";
import { pinfold } from "./pinfold.ts";
import { pip } from "./pip.ts";
import { pipx } from "./pipx.ts";
import { pnpm, pnpx } from "./pnpm.ts";
import { podman } from "./podman.ts";
import { powershell } from "./powershell.ts";
import { privateCall } from "./private-call.ts";
import { projectRun } from "./project-run.ts";
import { python } from "./python.ts";
import { shell } from "./shell.ts";
import { ssh } from "./ssh.ts";
import { starters } from "./starters.ts";
import { uv } from "./uv.ts";
import { uvx } from "./uvx.ts";
import { volta } from "./volta.ts";
import { hasVariable, isOnlyVariable } from "./words/paths.ts";
import { parseShell } from "./words/shell-words.ts";
import { wsl } from "./wsl.ts";
import { xcrun } from "./xcrun.ts";
import { yarn } from "./yarn.ts";

/**
 * Every launcher that pinfold understands. The first that has the command's name is asked, so names
 * are unique; a command of none of them is a program of this disk.
 */
export const LAUNCHERS: readonly Launcher[] = [
  // Packages of a registry.
  npx,
  npm,
  bunx,
  bun,
  pnpm,
  pnpx,
  yarn,
  deno,
  uvx,
  uv,
  pipx,
  dnx,
  nix,
  pinfold,
  // Scripts, archives and projects of this disk.
  node,
  python,
  java,
  dotnet,
  go,
  cargo,
  interpreters,
  projectRun,
  // Images.
  docker,
  podman,
  // Wrappers, which start another command line.
  cmd,
  powershell,
  shell,
  env,
  mise,
  volta,
  fnm,
  direnv,
  conda,
  mamba,
  micromamba,
  op,
  doppler,
  infisical,
  awsVault,
  wsl,
  // What is known not to be a server of this machine, or a system's own.
  ssh,
  xcrun,
  pip,
  // Last, so that a launcher of its own takes a name away from it.
  starters,
];

/**
 * What an entry starts. Pure: nothing is looked up, nothing is run.
 *
 * @param data pinfold's data folder, whose copies of pinfold are a launcher; null where there is none
 */
export function resolveLaunch(entry: ServerEntry, data: string | null = null): Launch {
  if (entry.problem !== null) return declined(null, entry.problem);
  if (entry.command === null) return remoteLaunch(entry);
  const { command, args, env: variables, cwd } = entry;
  if (command.trim() === "") return declined(null, "the command is empty");
  const written = { command, args, env: variables, cwd };
  const own = data === null ? null : privateCall(written, data);
  const invocation = own?.invocation ?? splitCommand(written);
  if (invocation === null)
    return declined(null, "the command is a text that only a shell could read");
  const launch = { ...resolve(invocation, 0), ...(own === null ? {} : { file: own.cli }) };
  return { ...launch, cwd: launch.cwd ?? cwd, unjudged: launch.unjudged.toSorted() };
}

function remoteLaunch({ url, executes }: ServerEntry): Launch {
  if (url === null) return declined(null, "it has neither a command nor an address");
  if (!/^(?:https?|wss?):\/\/./i.test(url) && !hasVariable(url))
    return declined("remote", "its address is none of http or ws");
  const launch = understood("remote-url", { launcher: "remote", endpoint: url });
  return executes.length === 0 ? launch : withUnjudged(launch, "a command that makes its headers");
}

/**
 * `"uv run python"` as one command: some clients split it, others find no such file. A path with a
 * blank in it is no such text, so the first word must be a launcher's name.
 */
function splitCommand(invocation: Invocation): Invocation | null {
  const { command, args } = invocation;
  if (!/\s/.test(command) || launcherOf(command) !== undefined) return invocation;
  const first = command.trim().split(/\s/, 1)[0] ?? "";
  if (launcherOf(first) === undefined) return invocation;
  const commands = parseShell(command);
  const [name, ...words] = commands?.length === 1 ? (commands[0] ?? []) : [];
  return name === undefined ? null : { ...invocation, command: name, args: [...words, ...args] };
}

function launcherOf(command: string): Launcher | undefined {
  const name = programName(command);
  return LAUNCHERS.find((launcher) => launcher.names.includes(name));
}

// Wrappers around wrappers: nobody needs more, and each level copies the arguments.
const DEEPEST = 8;

function resolve(invocation: Invocation, depth: number): Launch {
  const { command, args } = invocation;
  if (depth > DEEPEST) return declined(null, `more than ${DEEPEST} programs start one another`);
  if (command.trim() === "" || isOnlyVariable(command) || hasVariable(programName(command)))
    return declined(null, "the command is a variable");
  const next = (inner: Invocation): Launch => resolve(inner, depth + 1);
  const launcher = launcherOf(command);
  const launch = launcher?.toLaunch(invocation, next) ?? executableLaunch(invocation, next);
  if (launch.package !== null && hasVariable(launch.package))
    return declined(launch.launcher, "the package is a variable");
  if (launch.file !== null && isOnlyVariable(launch.file))
    return declined(launch.launcher, "what it runs is a variable");
  // A client that expands `$(…)` runs it.
  const runs = [command, ...args].some((word) => word.includes("$("));
  return runs ? withUnjudged(launch, "$(…)") : launch;
}
