import type { Launch } from "../model/launch.ts";
import { type Invocation, type Launcher, programName } from "./define.ts";
import { declined, understood, unknownOption } from "./details.ts";
import { CONTAINER_STYLE, GLOBAL_FLAGS } from "./container-flags.ts";
import { type FlagTable, parseFlags, valuesOf } from "./flags.ts";
import { imageSource } from "./specs/image.ts";

interface Engine {
  readonly name: string;
  readonly runFlags: FlagTable;
  /** What an image's name without a host means to it. */
  readonly shortNames: "docker" | "as written";
}

/** `docker` and `podman`: `run IMAGE`, and what only they understand. */
export function containerLauncher(engine: Engine): Launcher {
  const { name } = engine;
  return {
    id: name,
    names: [name],
    toLaunch(invocation) {
      const before = parseFlags(invocation.args, GLOBAL_FLAGS, CONTAINER_STYLE);
      if (before.unknown !== null) return unknownOption(name, before.unknown);
      const [group = "", ...after] = before.rest;
      const [command = "", ...words] = group === "container" ? after : before.rest;
      switch (command) {
        case "run":
          return runLaunch(engine, invocation, words, before.unjudged);
        case "exec":
          return declined(
            `${name} exec`,
            "which image the running container has is not said",
            "container-exec",
          );
        case "mcp":
          if (words[0] !== "gateway" || words[1] !== "run")
            return declined(name, `${name} mcp starts a server only as its gateway`);
          return declined(
            `${name} mcp`,
            "the gateway's own profile says what it starts",
            "gateway",
          );
        default:
          return declined(name, `${name} ${JSON.stringify(command)} is not understood`);
      }
    },
  };
}

function runLaunch(
  { name, runFlags, shortNames }: Engine,
  invocation: Invocation,
  words: readonly string[],
  before: readonly string[],
): Launch {
  const launcher = `${name} run`;
  const { flags, rest, unknown, unjudged } = parseFlags(words, runFlags, CONTAINER_STYLE);
  if (unknown !== null) return unknownOption(launcher, unknown);
  const [image, first] = rest;
  if (image === undefined) return declined(launcher, `${launcher} is given no image`);
  const source = imageSource(image, shortNames);
  if (source === null) return declined(launcher, "the image's name is not understood");
  const inside = new Set<string>();
  for (const value of valuesOf(flags, "-e", "--env")) {
    const [variable = ""] = value.split("=", 1);
    if (LOADS_CODE.test(variable)) inside.add(`-e ${variable}`);
  }
  if (first !== undefined && FETCHES.test(programName(first)))
    inside.add("a command in the container");
  const { cwd } = invocation;
  return understood("container-image", {
    ...source,
    launcher,
    ecosystem: "oci",
    unjudged: [...before, ...unjudged, ...inside],
    cwd,
  });
}

// Variables by which an interpreter or loader inside the image is sent to other code.
const LOADS_CODE =
  /^(?:NODE_(?:OPTIONS|PATH)|NPM_CONFIG_.*|PYTHON(?:PATH|HOME|STARTUP|USERBASE|PYCACHEPREFIX)|(?:UV|PIP|PIPX)_.*|LD_.*|DYLD_.*|BASH_ENV|ENV|PATH|(?:JAVA_TOOL|_JAVA|JDK_JAVA)_OPTIONS|RUBYOPT|RUBYLIB|PERL5(?:OPT|LIB))$/i;

// `docker run node:24 npx -y X`: the image is only the floor that a fetched program stands on.
const FETCHES =
  /^(?:npx|npm|pnpm|pnpx|yarn|bunx|bun|deno|node|uvx|uv|pipx|pip|python|sh|bash|ash|dash|zsh|env|go|cargo|java|dotnet|dnx)$/;
