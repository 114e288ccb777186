import { parse } from "smol-toml";

import { closureOf } from "../../ecosystems/pypi/pylock.ts";
import { resolveArguments, uvEnvironment } from "../../ecosystems/pypi/uv-request.ts";
import { PinfoldError } from "../../errors.ts";
import type { PythonResolver, UvRequest } from "../../ports/python-resolver.ts";
import { type Attempt, nextAttempt } from "./attempts.ts";
import { failureOf } from "./failures.ts";
import { runProgram, type ProgramRun } from "../run-program.ts";

/** The first uv that prints a pylock.toml with sizes and times. */
const OLDEST: readonly number[] = [0, 7, 0];

/** More packages without a wheel than any closure has, and more steps than there are Pythons. */
const MAX_ATTEMPTS = 20;

/** How long uv is waited for, in milliseconds. */
export interface UvPatience {
  readonly ask: number;
  readonly resolve: number;
}

const PATIENCE: UvPatience = { ask: 20_000, resolve: 180_000 };

export const uvResolver: PythonResolver = uvResolverWith(PATIENCE);

export function uvResolverWith(patience: UvPatience): PythonResolver {
  const versions = new Map<string, Promise<string>>();
  const versionOf = (request: UvRequest): Promise<string> => {
    const known = versions.get(request.uv) ?? askVersion(request);
    versions.set(request.uv, known);
    return known;
  };
  const askVersion = async (request: UvRequest): Promise<string> => {
    const run = await runProgram(request.uv, ["--version"], {
      env: uvEnvironment(request),
      timeout: patience.ask,
    });
    const version = /^uv (\d+\.\d+\.\d+)/.exec(run.stdout)?.[1];
    if (run.problem !== null) throw failureOf(run, `${request.uv} --version`, "");
    if (run.code !== 0 || version === undefined)
      throw new PinfoldError(
        "input",
        `${request.uv} is no uv, or it is damaged: it does not tell its version`,
        "look at what that file is; install uv where the client finds it",
      );
    const parts = version.split(".").map(Number);
    const differs = OLDEST.findIndex((part, index) => part !== parts[index]);
    if (differs >= 0 && (parts[differs] ?? 0) < (OLDEST[differs] ?? 0))
      throw new PinfoldError(
        "input",
        `${request.uv} is uv ${version}, and ${OLDEST.join(".")} or newer is needed to lock`,
        "update uv: uv self update, or with whatever installed it",
      );
    return version;
  };

  return {
    async python(request, wanted) {
      // As uvx looks for one: environments that happen to be active do not count.
      const args = ["python", "find", "--system", "--no-project", "--no-python-downloads"];
      const more = [...configOption(request), ...(wanted === null ? [] : [wanted])];
      const find = (...which: readonly string[]): Promise<ProgramRun> =>
        runProgram(request.uv, [...args, ...which, ...more], {
          env: uvEnvironment(request),
          timeout: patience.ask,
        });
      // Its version is asked by the way: a program that is no uv says so here.
      const [, said, found] = await Promise.all([
        versionOf(request),
        find("--show-version"),
        find(),
      ]);
      const version = /^(3\.\d+)\./.exec(said.stdout)?.[1];
      const path = found.stdout.trim();
      if (said.problem !== null || said.code !== 0 || version === undefined || path === "")
        throw failureOf(said, "uv python find", "uv finds no Python that it would use");
      return { version, path };
    },

    async resolve(request, meanwhile) {
      const uvVersion = await versionOf(request);
      const env = uvEnvironment(request);
      const input = `${request.requirements.join("\n")}\n`;
      let state: Attempt = { python: request.python, built: [] };
      for (let tried = 0; ; tried += 1) {
        const args = resolveArguments(request, state, "pylock.toml");
        const running = runProgram(request.uv, args, { env, timeout: patience.resolve, input });
        if (tried === 0) meanwhile?.();
        const run = await running;
        if (run.problem === null && run.code === 0) {
          const packages = closureOf(tomlOf(run.stdout), state.python);
          return { uvVersion, ...state, packages };
        }
        const next = run.problem === null ? nextAttempt(run.stderr, state, request.mayBuild) : null;
        if (next === null || tried >= MAX_ATTEMPTS)
          throw failureOf(run, `uv could not resolve ${request.requirements[0] ?? ""}`, "");
        state = next;
      }
    },

    async indexes(request, resolution) {
      const args = [...resolveArguments(request, resolution, "requirements.txt"), "--offline"];
      const run = await runProgram(request.uv, args, {
        env: uvEnvironment(request),
        timeout: patience.ask,
        input: `${request.requirements.join("\n")}\n`,
      });
      return run.problem === null && run.code === 0 ? annotations(run.stdout) : new Map();
    },
  };
}

function configOption({ config }: UvRequest): readonly string[] {
  return config ? [] : ["--no-config"];
}

function tomlOf(text: string): unknown {
  try {
    return parse(text);
  } catch (thrown) {
    throw new PinfoldError(
      "input",
      "uv printed something that is no TOML",
      "run uv --version: something else may stand where uv is looked for",
      thrown,
    );
  }
}

/** `name==1.0` and behind it `# from ADDRESS`: which index each package comes from. */
function annotations(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let name: string | null = null;
  for (const line of text.split("\n")) {
    name = /^([a-z0-9-]+)(?:\[[^\]]*\])?==/.exec(line)?.[1] ?? name;
    const address = /^ +# from (https?:\/\/\S+)$/.exec(line)?.[1];
    if (address !== undefined && name !== null) found.set(name, address);
  }
  return found;
}
