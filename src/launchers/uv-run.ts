import type { Launch } from "../model/launch.ts";
import type { Invocation, Resolve } from "./define.ts";
import { declined, understood, unknownOption, withUnjudged } from "./details.ts";
import { flagTable, parseFlags, valuesOf } from "./flags.ts";
import { startCommand } from "./programs/index.ts";
import { projectLaunch } from "./project.ts";
import { pypiSource, splitRequirements } from "./specs/pypi.ts";
import { scriptUrl } from "./specs/script-url.ts";
import { choosingOptions, UV_GLOBAL_FLAGS, UV_RESOLVE_FLAGS, UV_STYLE } from "./uv-flags.ts";
import { hasVariable, insideCwd, isScriptFile } from "./words/paths.ts";

const FLAGS = new Map([
  ...UV_GLOBAL_FLAGS,
  ...UV_RESOLVE_FLAGS,
  ...flagTable({
    boolean:
      "--all-extras --no-dev --only-dev --dev --no-default-groups --all-groups -m --module " +
      "--no-editable --no-sync --locked --frozen -s --script --gui-script --all-packages --no-project",
    value: "--extra --no-extra --group --no-group --only-group --package --no-editable-package",
    unjudged: { boolean: "--active" },
  }),
]);

const LAUNCHER = "uv run";

/**
 * `uv run [OPTIONS] COMMAND…`: a Python file, a module or a command of the project in the working
 * folder, with `--with` packages laid over the project's environment.
 */
export function uvRun(invocation: Invocation, resolve: Resolve): Launch {
  const { flags, rest, unknown, unjudged } = parseFlags(invocation.args, FLAGS, UV_STYLE);
  if (unknown !== null) return unknownOption(LAUNCHER, unknown);
  const [command] = rest;
  if (command === undefined) return declined(LAUNCHER, "uv run is given no command");
  if (hasVariable(command) && !isScriptFile(command))
    return declined(LAUNCHER, "what uv run starts is a variable");
  const dir = valuesOf(flags, "--directory").at(-1);
  const cwd = dir === undefined ? invocation.cwd : insideCwd(invocation.cwd, dir);
  const packages = splitRequirements(valuesOf(flags, "-w", "--with"));
  const extras = packages.map((text) => `pypi:${text}`).toSorted();
  const environment = [...unjudged, "the environment that uv run makes", ...extras];
  const script = (file: string): Launch =>
    understood("local-script", { launcher: LAUNCHER, file, extras, cwd, unjudged: environment });
  const project = { ...projectLaunch(LAUNCHER, { cwd, unjudged: environment }), extras };

  if (flags.has("-m") || flags.has("--module")) return project;
  const url = scriptUrl(command);
  if (url !== null)
    return understood("script-url", {
      ...url,
      launcher: LAUNCHER,
      extras,
      cwd,
      unjudged: environment,
    });
  // A path that ends otherwise is some program, which uv only starts.
  if (
    flags.has("-s") ||
    flags.has("--script") ||
    flags.has("--gui-script") ||
    /\.pyw?$/i.test(command)
  )
    return script(command);
  if (/^python[\d.]*(?:\.exe)?$/i.test(command)) {
    const inner = resolve({ ...invocation, command: "python", args: rest.slice(1), cwd });
    if (inner.kind === "opaque") return { ...inner, launcher: LAUNCHER };
    const found = inner.file === null ? project : script(inner.file);
    return withUnjudged(found, ...inner.unjudged);
  }
  if (isScriptFile(command))
    return declined(LAUNCHER, "uv run is given a script of another language");

  const started = startCommand(command, {
    base: project,
    label: LAUNCHER,
    args: rest.slice(1),
    invocation: { ...invocation, cwd },
    resolve,
  });
  if (started !== project) return withUnjudged({ ...started, extras }, ...environment);
  // A `--with` package of the command's name: its program is found before the project's.
  const named = packages.flatMap((text) => {
    const source = pypiSource(text, { at: true });
    return source !== null && source.package === command ? [source] : [];
  });
  const [source] = named;
  if (source === undefined || named.length > 1) {
    return OTHER_PROGRAM.test(command)
      ? declined(LAUNCHER, `what ${JSON.stringify(command)} starts is not understood under uv run`)
      : project;
  }
  const { detail, ...where } = source;
  const others = packages.filter((text) => text !== source.spec).toSorted();
  const parts = {
    ...where,
    launcher: LAUNCHER,
    bin: command,
    extras: others,
    cwd,
    installer: choosingOptions(flags),
  };
  return understood(detail, {
    ...parts,
    unjudged: [...unjudged, "the environment that uv run makes"],
  });
}

// Programs that are no part of a Python project and start something else.
const OTHER_PROGRAM = /^(?:node|npx|npm|bun|bunx|deno|sh|bash|zsh|env|uv|uvx|docker|sudo|pip\d*)$/;
