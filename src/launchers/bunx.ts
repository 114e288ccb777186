import type { Launch } from "../model/launch.ts";
import type { Invocation, Launcher, Resolve } from "./define.ts";
import { unknownOption } from "./details.ts";
import { flagTable, parseFlags, valuesOf } from "./flags.ts";
import { launchPackage } from "./package-launch.ts";
import { npmSource } from "./specs/npm.ts";
import { insideCwd } from "./words/paths.ts";

// `bunx --help` of bun 1.4; it also takes `-y`, which npx users write.
const FLAGS = flagTable({
  boolean: "--bun -b --no-install --verbose --silent -y --yes --ignore-scripts",
  value: "-p --package --cwd --minimum-release-age",
  unjudged: { boolean: "--trust", value: "--env-file --registry --ca --cafile" },
});

export const bunx: Launcher = {
  id: "bunx",
  names: ["bunx"],
  toLaunch: (invocation, resolve) => bunxLaunch("bunx", invocation, resolve),
};

/** `bun x` is the same program under another name. */
export function bunxLaunch(launcher: string, invocation: Invocation, resolve: Resolve): Launch {
  const { flags, rest, unknown, unjudged } = parseFlags(invocation.args, FLAGS);
  if (unknown !== null) return unknownOption(launcher, unknown);
  const cwd = valuesOf(flags, "--cwd").at(-1);
  return launchPackage({
    launcher,
    ecosystem: "npm",
    readSpec: npmSource,
    packages: valuesOf(flags, "-p", "--package"),
    words: rest,
    unjudged,
    cwd: cwd === undefined ? null : insideCwd(invocation.cwd, cwd),
    invocation,
    resolve,
  });
}
