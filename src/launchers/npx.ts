import { type Launch, launchOf, opaqueLaunch } from "../model/launch.ts";
import type { Launcher } from "./define.ts";
import { type FlagTable, parseFlags } from "./flags.ts";
import { parseNpmSpec } from "./npm-spec.ts";

// npm's own options as `npm help npx` lists them. Those that choose another registry, cache or
// program are left out on purpose: a launch with them is opaque.
const FLAGS: FlagTable = {
  "-y": "boolean",
  "--yes": "boolean",
  "-q": "boolean",
  "--quiet": "boolean",
  "-s": "boolean",
  "--silent": "boolean",
  "--prefer-offline": "boolean",
  "--prefer-online": "boolean",
  "--offline": "boolean",
  "--no-install": "boolean",
  "-p": "value",
  "--package": "value",
  "--loglevel": "value",
};

/** `npx [-y] SPEC [ARGS…]` and `npx [-y] -p SPEC… BIN [ARGS…]`. */
export const npx: Launcher = {
  id: "npx",
  names: ["npx"],
  toLaunch({ args, cwd }): Launch {
    const { flags, rest, unknown } = parseFlags(args, FLAGS);
    if (unknown !== null) return opaqueLaunch("npx", `npx option ${unknown} is not understood`);
    const packages = [...(flags.get("-p") ?? []), ...(flags.get("--package") ?? [])];
    const [first] = rest;
    if (packages.length === 0) {
      if (first === undefined) return opaqueLaunch("npx", "npx is given no package");
      return toPackage([first], null, cwd);
    }
    if (first === undefined) return opaqueLaunch("npx", "npx -p is given no program to run");
    return toPackage(packages, first, cwd);
  },
};

function toPackage(packages: readonly string[], bin: string | null, cwd: string | null): Launch {
  const specs = packages.map((text) => ({ text, spec: parseNpmSpec(text) }));
  const odd = specs.find(({ spec }) => spec === null);
  if (odd !== undefined)
    return opaqueLaunch("npx", `${JSON.stringify(odd.text)} is not a package of a registry`);
  const [main] = specs;
  if (main?.spec == null) return opaqueLaunch("npx", "npx is given no package");
  return launchOf({
    kind: "package",
    detail: "registry-package",
    launcher: "npx",
    ecosystem: "npm",
    package: main.spec.name,
    versionSpec: main.spec.versionSpec,
    pinLevel: main.spec.pinLevel,
    bin,
    extras: packages.slice(1).toSorted(),
    cwd,
  });
}
