import type { Launcher } from "./define.ts";
import { declined, unknownOption } from "./details.ts";
import { flagTable, parseFlags, valuesOf } from "./flags.ts";
import { launchPackage } from "./package-launch.ts";
import { projectLaunch } from "./project.ts";
import { npmSource } from "./specs/npm.ts";
import { hasVariable, insideCwd } from "./words/paths.ts";

// yarn 1 and 4: options before the command.
const FLAGS = flagTable({ boolean: "-s --silent --offline", value: "--cwd" });
const DLX_FLAGS = flagTable({ boolean: "-q --quiet", value: "-p --package" });
const RUN_FLAGS = flagTable({
  boolean: "-s --silent --inspect --inspect-brk --top-level -T --binaries-only -B",
  unjudged: { value: "--require" },
});

/** `yarn dlx SPEC`; every other word that is no command of yarn is a script of the project. */
export const yarn: Launcher = {
  id: "yarn",
  names: ["yarn", "yarnpkg"],
  toLaunch(invocation, resolve) {
    const { flags, rest, unknown } = parseFlags(invocation.args, FLAGS);
    if (unknown !== null) return unknownOption("yarn", unknown);
    const [command = "", ...words] = rest;
    const dir = valuesOf(flags, "--cwd").at(-1);
    const cwd = dir === undefined ? null : insideCwd(invocation.cwd, dir);
    if (command === "dlx") {
      const dlx = parseFlags(words, DLX_FLAGS, { clusters: true });
      if (dlx.unknown !== null) return unknownOption("yarn dlx", dlx.unknown);
      return launchPackage({
        launcher: "yarn dlx",
        ecosystem: "npm",
        readSpec: npmSource,
        packages: valuesOf(dlx.flags, "-p", "--package"),
        words: dlx.rest,
        unjudged: [],
        cwd,
        invocation,
        resolve,
      });
    }
    if (command === "" || COMMANDS.has(command) || hasVariable(command))
      return declined("yarn", `yarn ${JSON.stringify(command)} is not understood`);
    const run = parseFlags(command === "run" || command === "exec" ? words : [], RUN_FLAGS);
    if (run.unknown !== null) return unknownOption("yarn run", run.unknown);
    const launcher = command === "exec" ? "yarn exec" : "yarn run";
    return projectLaunch(launcher, { cwd, unjudged: run.unjudged });
  },
};

// `workspace NAME …` and `node …` start something else again.
const COMMANDS = new Set(
  (
    "add audit autoclean bin cache check config constraints create dedupe explain generate-lock-entry " +
    "global help import info init install licenses link list login logout node npm outdated owner pack " +
    "patch patch-commit plugin policies publish rebuild remove search set stage tag team test unlink " +
    "unplug up upgrade upgrade-interactive version versions why workspace workspaces"
  ).split(" "),
);
