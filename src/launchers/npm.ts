import type { Launch } from "../model/launch.ts";
import type { Invocation, Launcher, Resolve } from "./define.ts";
import { declined, unknownOption } from "./details.ts";
import { type FlagStyle, flagTable, parseFlags, parseInterspersed, valuesOf } from "./flags.ts";
import { installerLaunch } from "./installer.ts";
import { isForeignToNpm, NPM_FLAGS, NPM_NEGATIONS, NPM_STYLE } from "./npm-flags.ts";
import { launchPackage } from "./package-launch.ts";
import { projectLaunch } from "./project.ts";
import { npmSource } from "./specs/npm.ts";

const FLAGS = new Map([
  ...NPM_FLAGS,
  ...NPM_NEGATIONS,
  ...flagTable({ boolean: "--if-present --save -S --save-dev -D --save-exact -E --no-save" }),
]);

/** `npm exec`, `npm run`; npm reads its options before and after its command's words. */
export const npm: Launcher = {
  id: "npm",
  names: ["npm"],
  toLaunch(invocation, resolve) {
    const before = parseFlags(invocation.args, FLAGS, NPM_STYLE);
    if (before.unknown !== null) return unknownOption("npm", before.unknown);
    const [command = "", ...words] = before.rest;
    const options = invocation.args.slice(0, invocation.args.length - before.rest.length);
    const args = [...options, ...words];
    // After `--` npm reads no options at all: what looks like one belongs to the program.
    if (before.isEnded) return declined("npm", "npm's command stands after --");
    switch (command) {
      case "exec":
      case "x":
        return npmExec(invocation, args, resolve);
      case "run":
      case "run-script":
      case "rum":
      case "start":
        return npmRun(invocation, args, command);
      case "install":
      case "i":
      case "add": {
        const { rest, unknown } = parseInterspersed(args, FLAGS, NPM_STYLE);
        if (unknown !== null) return unknownOption("npm", unknown);
        return installerLaunch("npm install", rest, npmSource);
      }
      default:
        return declined("npm", `npm ${JSON.stringify(command)} is not understood`);
    }
  },
};

/** Behind the package npm goes on reading options; `npx` does not. */
const AFTER_PACKAGE: FlagStyle = {
  other: (name) =>
    NPM_STYLE.other?.(name) ??
    (isForeignToNpm(name) ? { kind: "boolean", isJudged: false } : undefined),
};

function npmExec(invocation: Invocation, args: readonly string[], resolve: Resolve): Launch {
  const launcher = "npm exec";
  const leading = parseFlags(args, FLAGS, NPM_STYLE);
  if (leading.unknown !== null) return unknownOption(launcher, leading.unknown);
  const { flags, rest, unknown, unjudged } = parseInterspersed(args, FLAGS, AFTER_PACKAGE);
  if (unknown !== null) return unknownOption(launcher, unknown);
  // npm takes these for the value of a boolean option before them.
  if (rest[0] === "true" || rest[0] === "false")
    return declined(launcher, "whether npm reads a package or a value is not clear");
  const packages = valuesOf(flags, "-p", "--package");
  return launchPackage({
    launcher,
    ecosystem: "npm",
    readSpec: npmSource,
    packages,
    words: rest,
    unjudged,
    invocation,
    resolve,
  });
}

function npmRun(invocation: Invocation, args: readonly string[], command: string): Launch {
  // Options after the script's name are npm's too, but none that npm knows makes it another one.
  const { flags, rest, unknown, unjudged } = parseInterspersed(args, FLAGS, NPM_STYLE);
  if (unknown !== null) return unknownOption("npm run", unknown);
  if (command !== "start" && rest[0] === undefined)
    return declined("npm run", "npm run is given no script");
  const file = valuesOf(flags, "--prefix", "-C").at(-1) ?? null;
  return projectLaunch("npm run", { cwd: invocation.cwd, file, unjudged });
}
