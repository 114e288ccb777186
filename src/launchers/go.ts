import type { Launch, PinLevel } from "../model/launch.ts";
import type { Invocation, Launcher } from "./define.ts";
import { declined, understood, unknownOption } from "./details.ts";
import { flagTable, parseFlags, valuesOf } from "./flags.ts";
import { installerLaunch } from "./installer.ts";
import { projectLaunch } from "./project.ts";
import { scriptLaunch } from "./script.ts";
import type { PackageSource } from "./specs/source.ts";
import { hasVariable, insideCwd } from "./words/paths.ts";

// `go help build`. Go takes one dash or two.
const FLAGS = flagTable({
  boolean: "-a -n -race -msan -asan -v -x -work -trimpath -modcacherw -cover",
  value: "-C -p -tags -buildvcs",
  unjudged: {
    boolean: "-linkshared",
    value:
      "-exec -toolexec -overlay -mod -modfile -ldflags -gcflags -asmflags -gccgoflags -compiler " +
      "-buildmode -installsuffix -pkgdir -pgo",
  },
});

const MODULE = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/[\w.~-]+)*$/i;

/** `go run PACKAGE@VERSION`, `go run ./cmd/server`, `go run main.go`. */
export const go: Launcher = {
  id: "go",
  names: ["go"],
  toLaunch(invocation) {
    const [command = "", ...given] = invocation.args;
    if (command !== "run" && command !== "install")
      return declined("go", `go ${JSON.stringify(command)} is not understood`);
    const launcher = `go ${command}`;
    const args = given.map((word) =>
      word.startsWith("--") && word.length > 2 ? word.slice(1) : word,
    );
    const { flags, rest, isEnded, unknown, unjudged } = parseFlags(args, FLAGS);
    if (unknown !== null) return unknownOption(launcher, unknown);
    if (isEnded) return declined(launcher, "what go makes of -- is not understood");
    const words = given.slice(given.length - rest.length);
    if (command === "install") return installerLaunch(launcher, words, goSource);
    return runLaunch(invocation, words[0], valuesOf(flags, "-C").at(-1), unjudged);
  },
};

function runLaunch(
  invocation: Invocation,
  what: string | undefined,
  dir: string | undefined,
  unjudged: readonly string[],
): Launch {
  const launcher = "go run";
  const cwd = dir === undefined ? invocation.cwd : insideCwd(invocation.cwd, dir);
  if (what === undefined) return declined(launcher, "go run is given no package");
  if (/\.go$/i.test(what)) return scriptLaunch({ launcher, file: what, cwd, unjudged });
  if (/^(?:\.{1,2}(?:[\\/]|$)|\/|[A-Za-z]:[\\/]|~|\$)/.test(what))
    return projectLaunch(launcher, { cwd, file: what, unjudged });
  const source = goSource(what);
  if (source === null)
    return declined(launcher, "a package without a version is the one of the folder's go.mod");
  const { detail, ...parts } = source;
  return understood(detail, { ...parts, launcher, cwd, unjudged });
}

function goSource(spec: string): PackageSource | null {
  const at = spec.indexOf("@");
  const name = at < 0 ? spec : spec.slice(0, at);
  const versionSpec = at < 0 ? null : spec.slice(at + 1);
  if (versionSpec === null || versionSpec === "" || !MODULE.test(name)) return null;
  const pinLevel = goPinLevel(versionSpec);
  return {
    detail: "registry-package",
    ecosystem: "go",
    package: name,
    versionSpec,
    pinLevel,
    spec,
    file: null,
  };
}

/** Version queries of the Go modules reference: a prefix or comparison is a range. */
function goPinLevel(query: string): PinLevel {
  if (hasVariable(query)) return "none";
  if (/^v\d+\.\d+\.\d+(?:[-+].+)?$/.test(query) || /^[0-9a-f]{40}$/.test(query)) return "exact";
  return /^(?:v\d+(?:\.\d+)?|[<>]=?v.+)$/.test(query) ? "range" : "tag";
}
