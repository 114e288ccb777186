import type { Launcher } from "./define.ts";
import { declined, unknownOption } from "./details.ts";
import { flagTable, parseFlags, valuesOf } from "./flags.ts";
import { isForeignToNpm, NPM_FLAGS, NPM_NEGATIONS, NPM_STYLE } from "./npm-flags.ts";
import { launchPackage } from "./package-launch.ts";
import { npmSource } from "./specs/npm.ts";
import { parseShell } from "./words/shell-words.ts";

const FLAGS = new Map([...NPM_FLAGS, ...NPM_NEGATIONS, ...flagTable({ value: "-c --call" })]);

/** `npx [-y] SPEC [ARGS…]` and `npx [-y] -p SPEC… BIN [ARGS…]`. */
export const npx: Launcher = {
  id: "npx",
  names: ["npx"],
  toLaunch(invocation, resolve) {
    const { args } = invocation;
    const { flags, rest, isEnded, unknown, unjudged } = parseFlags(args, FLAGS, NPM_STYLE);
    if (unknown !== null) return unknownOption("npx", unknown);
    // After `--no-audit SPEC` npx overlooks that SPEC ends its options (npx-cli.js takes SPEC for
    // the option's value), so that npm reads the server's options as its own.
    const isLoose = !isEnded && [...flags.keys()].some((name) => NPM_NEGATIONS.has(name));
    const read = isLoose ? optionsIn(rest) : [];
    if (!read.every(isForeignToNpm))
      return declined("npx", "npx reads the server's options as its own after a --no-… option");
    const packages = valuesOf(flags, "-p", "--package");
    const call = valuesOf(flags, "-c", "--call").at(-1);
    const words = call === undefined ? rest : wordsOfCall(call, packages, rest);
    if (words === null)
      return declined(
        "npx",
        "npx -c runs a shell's text that is not one command of a package",
        "shell-string",
      );
    return launchPackage({
      launcher: "npx",
      ecosystem: "npm",
      readSpec: npmSource,
      packages,
      words,
      unjudged: [...unjudged, ...read],
      invocation,
      resolve,
    });
  },
};

/** `-c` without a package runs any program of PATH; with one, a simple command names its program. */
function wordsOfCall(
  call: string,
  packages: readonly string[],
  rest: readonly string[],
): readonly string[] | null {
  if (packages.length === 0 || rest.length > 0) return null;
  const commands = parseShell(call);
  const [words] = commands ?? [];
  return commands?.length === 1 && words !== undefined && !/=/.test(words[0] ?? "=") ? words : null;
}

function optionsIn(words: readonly string[]): readonly string[] {
  return words.filter((word) => /^-./.test(word)).map((word) => word.replace(/=[^]*$/, ""));
}
