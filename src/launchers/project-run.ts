import type { Launcher } from "./define.ts";
import { declined, unknownOption, withUnjudged } from "./details.ts";
import { flagTable, parseFlags, valuesOf } from "./flags.ts";
import { projectLaunch } from "./project.ts";
import { scriptLaunch } from "./script.ts";
import { hasVariable, insideCwd } from "./words/paths.ts";

const FLAGS = flagTable({
  boolean: "-q --quiet -v --verbose",
  value: "-C --directory",
  unjudged: { value: "-P --project -p --manifest-path -e --environment" },
});

/** Managers of a Python project: `poetry run python server.py`, `pixi run server`. */
export const projectRun: Launcher = {
  id: "project-run",
  names: ["poetry", "pdm", "pipenv", "hatch", "rye", "pixi"],
  toLaunch(invocation, resolve) {
    const name =
      invocation.command
        .split(/[\\/]/)
        .at(-1)
        ?.replace(/\.(?:exe|bat|cmd)$/i, "") ?? "";
    const before = parseFlags(invocation.args, FLAGS);
    if (before.unknown !== null) return unknownOption(name, before.unknown);
    if (before.rest[0] !== "run") return declined(name, `${name} without run is not understood`);
    const launcher = `${name} run`;
    const { flags, rest, unknown, unjudged } = parseFlags(before.rest.slice(1), FLAGS);
    if (unknown !== null) return unknownOption(launcher, unknown);
    const [command, ...args] = rest;
    if (command === undefined) return declined(launcher, `${launcher} is given no command`);
    const dir = [before.flags, flags].flatMap((all) => valuesOf(all, "-C", "--directory")).at(-1);
    const cwd = dir === undefined ? invocation.cwd : insideCwd(invocation.cwd, dir);
    const reasons = [...before.unjudged, ...unjudged, `the environment of ${name}`];
    if (!/^python[\d.]*(?:\.exe)?$/i.test(command)) {
      return hasVariable(command) ||
        /[\\/]|^(?:node|npx|npm|uvx|uv|sh|bash|env|docker)$/.test(command)
        ? declined(launcher, "what is started in the project's environment is not understood")
        : projectLaunch(launcher, { cwd, unjudged: reasons });
    }
    const inner = resolve({ ...invocation, command: "python", args, cwd });
    if (inner.kind === "opaque") return { ...inner, launcher };
    const found =
      inner.file === null
        ? projectLaunch(launcher, { cwd, unjudged: reasons })
        : scriptLaunch({ launcher, file: inner.file, cwd, unjudged: reasons });
    return withUnjudged(found, ...inner.unjudged);
  },
};
