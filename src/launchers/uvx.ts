import type { Launch } from "../model/launch.ts";
import type { Invocation, Launcher, Resolve } from "./define.ts";
import { declined, understood, unknownOption, withUnjudged } from "./details.ts";
import { flagTable, parseFlags, valuesOf } from "./flags.ts";
import { launchPackage } from "./package-launch.ts";
import { pypiSource, splitRequirements } from "./specs/pypi.ts";
import { choosingOptions, UV_GLOBAL_FLAGS, UV_RESOLVE_FLAGS, UV_STYLE } from "./uv-flags.ts";
import { insideCwd } from "./words/paths.ts";

// uvx has no `-m`: it is known here so that the reason can say what happens.
const FLAGS = new Map([
  ...UV_GLOBAL_FLAGS,
  ...UV_RESOLVE_FLAGS,
  ...flagTable({ value: "--from", boolean: "-m" }),
]);

// `uvx python3.12` runs an interpreter, no package.
const PYTHON = /^(?:python|cpython|pypy|graalpy)[\d.]*(?:@.+)?$/i;

/** `uvx SPEC [ARGS…]` and `uvx --from SPEC BIN [ARGS…]`. */
export const uvx: Launcher = {
  id: "uvx",
  names: ["uvx"],
  toLaunch: (invocation, resolve) => uvxLaunch("uvx", invocation, resolve),
};

/** `uv tool run` is the same program under another name. */
export function uvxLaunch(launcher: string, invocation: Invocation, resolve: Resolve): Launch {
  const parsed = parseFlags(invocation.args, FLAGS, UV_STYLE);
  const { flags, rest, unknown } = parsed;
  if (unknown !== null) return unknownOption(launcher, unknown);
  // A version is looked for; a program that is named by its path is started, whatever it is.
  const isProgram = valuesOf(flags, "-p", "--python").some((value) => value.includes("/"));
  const unjudged = isProgram ? [...parsed.unjudged, "--python"] : parsed.unjudged;
  const readSpec = (text: string): ReturnType<typeof pypiSource> => pypiSource(text, { at: true });
  const [first = ""] = rest;
  if (flags.has("-m")) {
    const { detail: _, ...asked } = readSpec(first) ?? { detail: null };
    const reason = `uv does not start this: ${launcher} has no option -m`;
    return declined(launcher, reason, "invalid-invocation", asked);
  }
  const packages = valuesOf(flags, "--from");
  if (packages.length > 1) return declined(launcher, `${launcher} takes one --from`);
  const dir = valuesOf(flags, "--directory").at(-1);
  const cwd = dir === undefined ? invocation.cwd : insideCwd(invocation.cwd, dir);
  const beside = splitRequirements(valuesOf(flags, "-w", "--with"));
  const request = { launcher, ecosystem: "pypi", readSpec, words: rest, unjudged, cwd } as const;
  const installer = choosingOptions(flags);
  if (!PYTHON.test(first))
    return { ...launchPackage({ ...request, packages, beside, invocation, resolve }), installer };
  const words = { rest, cwd, unjudged };
  return {
    ...pythonOf(launcher, [...packages, ...beside], words, invocation, resolve),
    installer,
  };
}

interface PythonWords {
  readonly rest: readonly string[];
  readonly cwd: string | null;
  readonly unjudged: readonly string[];
}

/** `uvx --with PKG python …`: a script of this disk, or a module of one of the packages. */
function pythonOf(
  launcher: string,
  packages: readonly string[],
  { rest, cwd, unjudged }: PythonWords,
  invocation: Invocation,
  resolve: Resolve,
): Launch {
  const inner = resolve({ ...invocation, command: "python", args: rest.slice(1), cwd });
  const reasons = [...unjudged, ...inner.unjudged];
  if (inner.file !== null) {
    const extras = packages.map((text) => `pypi:${text}`).toSorted();
    const script = { launcher, file: inner.file, extras, cwd, unjudged: reasons };
    return withUnjudged(understood("local-script", script), ...extras);
  }
  if (inner.detail !== "installed-package") return { ...inner, launcher };
  const sources = packages.map((text) => ({ text, source: pypiSource(text, { at: true }) }));
  const named = sources.filter(({ source }) => normalName(source?.package) === inner.package);
  const provider = sources.length === 1 ? sources[0] : named.length === 1 ? named[0] : undefined;
  if (provider?.source == null)
    return declined(launcher, "which of the packages provides the module is not said");
  const { detail, ...where } = provider.source;
  const extras = packages.filter((text) => text !== provider.text).toSorted();
  const bin = rest[0] ?? null;
  return understood(detail, { ...where, launcher, bin, extras, cwd, unjudged: reasons });
}

function normalName(name: string | null | undefined): string | null {
  return name?.toLowerCase().replace(/[-_.]+/g, "-") ?? null;
}
