import type { Launch } from "../model/launch.ts";
import type { Invocation, Launcher, Resolve } from "./define.ts";
import { declined, unknownOption } from "./details.ts";
import { flagTable, parseFlags, valuesOf } from "./flags.ts";
import { installerLaunch } from "./installer.ts";
import { launchPackage } from "./package-launch.ts";
import { projectLaunch } from "./project.ts";
import { npmSource } from "./specs/npm.ts";
import { hasVariable, insideCwd } from "./words/paths.ts";

// pnpm 10. It ignores `-p` before a package, which npx users write: the next word is the package.
const FLAGS = flagTable({
  boolean:
    "-s --silent -r --recursive --color --no-color --offline --prefer-offline --if-present -y --yes -p",
  value: "--package --reporter --loglevel -C --dir --allow-build",
  unjudged: {
    boolean: "-w --workspace-root --ignore-workspace",
    value:
      "--registry --store-dir --cache-dir --filter -F --config --node-options --shell-emulator",
  },
});

export const pnpm: Launcher = {
  id: "pnpm",
  names: ["pnpm"],
  toLaunch(invocation, resolve) {
    const { flags, rest, unknown, unjudged } = parseFlags(invocation.args, FLAGS);
    if (unknown !== null) return unknownOption("pnpm", unknown);
    const [command = "", ...words] = rest;
    const options = invocation.args.slice(0, invocation.args.length - rest.length);
    if (command === "dlx")
      return dlx("pnpm dlx", { ...invocation, args: [...options, ...words] }, resolve);
    if (/^(?:add|install|i)$/.test(command))
      return installerLaunch("pnpm install", words, npmSource);
    // `pnpm NAME` and `pnpm exec NAME` run what the project has installed or defines.
    if (command === "" || COMMANDS.has(command) || hasVariable(command))
      return declined("pnpm", `pnpm ${JSON.stringify(command)} is not understood`);
    const isNamed = command === "exec" || command === "run" || command === "run-script";
    const own = parseFlags(isNamed ? words : [], FLAGS);
    if (own.unknown !== null) return unknownOption(`pnpm ${command}`, own.unknown);
    return projectLaunch(command === "exec" ? "pnpm exec" : "pnpm run", {
      cwd: cwdOf(flags, invocation),
      unjudged: [...unjudged, ...own.unjudged],
    });
  },
};

/** The old name of `pnpm dlx`. */
export const pnpx: Launcher = {
  id: "pnpx",
  names: ["pnpx"],
  toLaunch: (invocation, resolve) => dlx("pnpx", invocation, resolve),
};

function dlx(launcher: string, invocation: Invocation, resolve: Resolve): Launch {
  const { flags, rest, unknown, unjudged } = parseFlags(invocation.args, FLAGS);
  if (unknown !== null) return unknownOption(launcher, unknown);
  return launchPackage({
    launcher,
    ecosystem: "npm",
    readSpec: npmSource,
    packages: valuesOf(flags, "--package"),
    words: rest,
    unjudged,
    cwd: cwdOf(flags, invocation),
    invocation,
    resolve,
  });
}

function cwdOf(
  flags: ReadonlyMap<string, readonly string[]>,
  invocation: Invocation,
): string | null {
  const dir = valuesOf(flags, "-C", "--dir").at(-1);
  return dir === undefined ? null : insideCwd(invocation.cwd, dir);
}

const COMMANDS = new Set(
  (
    "import link ln rebuild rb remove rm uninstall un unlink update up upgrade audit licenses list " +
    "ls outdated why create deploy doctor env fetch init pack patch prune publish root server " +
    "setup store config dedupe self-update bin help cat-file cat-index find-hash test t"
  ).split(" "),
);
