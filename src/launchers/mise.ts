import type { Launch } from "../model/launch.ts";
import type { Invocation, Launcher, Resolve } from "./define.ts";
import { declined, understood, unknownOption, withUnjudged } from "./details.ts";
import { flagTable, parseFlags, parseInterspersed, valuesOf } from "./flags.ts";
import { projectLaunch } from "./project.ts";
import { hasVariable, insideCwd } from "./words/paths.ts";

const FLAGS = flagTable({
  boolean: "-q --quiet -v --verbose -y --yes --raw --silent --fresh-env --no-deps",
  value: "-C --cd -j --jobs --log-level",
  unjudged: { value: "-E --env --profile" },
});

const INFLUENCE = "the tools and variables that mise chooses";

/** `mise x [TOOL@VERSION…] -- COMMAND…`, `mise run TASK`, and mise as a server itself. */
export const mise: Launcher = {
  id: "mise",
  names: ["mise", "rtx"],
  toLaunch(invocation, resolve) {
    const { flags, rest, unknown, unjudged } = parseFlags(invocation.args, FLAGS);
    if (unknown !== null) return unknownOption("mise", unknown);
    const [command = "", ...words] = rest;
    const cwd = cwdOf(flags, invocation.cwd);
    switch (command) {
      case "mcp":
        return understood("local-binary", {
          launcher: "binary",
          file: invocation.command,
          cwd,
          unjudged,
        });
      case "run":
      case "r": {
        const task = parseFlags(words, FLAGS);
        if (task.unknown !== null) return unknownOption("mise run", task.unknown);
        const reasons = [...unjudged, ...task.unjudged, INFLUENCE];
        return projectLaunch("mise run", { cwd: cwdOf(task.flags, cwd), unjudged: reasons });
      }
      case "x":
      case "exec":
        return execLaunch(`mise ${command}`, words, { ...invocation, cwd }, resolve, unjudged);
      default:
        return declined("mise", `mise ${JSON.stringify(command)} is not understood`);
    }
  },
};

function cwdOf(flags: ReadonlyMap<string, readonly string[]>, cwd: string | null): string | null {
  const dir = valuesOf(flags, "-C", "--cd").at(-1);
  return dir === undefined ? cwd : insideCwd(cwd, dir);
}

function execLaunch(
  launcher: string,
  args: readonly string[],
  outer: Invocation,
  resolve: Resolve,
  before: readonly string[],
): Launch {
  const end = args.indexOf("--");
  if (end < 0) return declined(launcher, `${launcher} is given no command after --`);
  const { flags, rest: tools, unknown, unjudged } = parseInterspersed(args.slice(0, end), FLAGS);
  if (unknown !== null) return unknownOption(launcher, unknown);
  const words = args.slice(end + 1);
  const cwd = cwdOf(flags, outer.cwd);
  const invocation = { ...outer, cwd };
  const [program] = words;
  if (program === undefined) return declined(launcher, `${launcher} is given no command after --`);
  const reasons = [...before, ...unjudged, INFLUENCE];
  // A tool named like the program provides it, whatever backend mise takes it from.
  const parsed = tools.map(parseTool);
  const own = parsed.find(({ name }) => name.replace(/^.*[:/]/, "") === program);
  const inner = resolve({ ...invocation, command: program, args: words.slice(1) });
  // Tools that start other things are not the server: `mise x node@24 -- node server.js`.
  if (tools.length === 0 || inner.launcher !== "binary") {
    const launch = { ...inner, wrappers: [launcher, ...inner.wrappers] };
    return withUnjudged(launch, ...reasons, ...tools);
  }
  if (own === undefined)
    return declined(
      launcher,
      `whether a tool of mise provides ${JSON.stringify(program)} is not said`,
    );
  const { name, version } = own;
  // `latest` or `22`: a prefix or an alias, unless three numbers are written out.
  const isExact = version !== null && /^v?\d+\.\d+\.\d+/.test(version);
  const launch = understood("tool-manager", {
    launcher,
    package: name,
    versionSpec: version,
    pinLevel: version === null || hasVariable(version) ? "none" : isExact ? "exact" : "tag",
    spec: own.spec,
    wrappers: [launcher],
    cwd,
  });
  return withUnjudged(launch, ...reasons, ...tools.filter((tool) => tool !== own.spec));
}

interface Tool {
  readonly spec: string;
  readonly name: string;
  readonly version: string | null;
}

/** `tuist@latest`, `npm:@scope/tool@1.2.3`. */
function parseTool(spec: string): Tool {
  const at = spec.lastIndexOf("@");
  const isVersioned = at > 0 && !/[:/]$/.test(spec.slice(0, at)) && !spec.slice(at).includes("/");
  return isVersioned
    ? { spec, name: spec.slice(0, at), version: spec.slice(at + 1) }
    : { spec, name: spec, version: null };
}
