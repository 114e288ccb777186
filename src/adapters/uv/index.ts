import { parse } from "smol-toml";

import { closureOf } from "../../ecosystems/pypi/pylock.ts";
import { resolveArguments, uvEnvironment } from "../../ecosystems/pypi/uv-request.ts";
import { PinfoldError } from "../../errors.ts";
import type { PythonResolver, UvRequest } from "../../ports/python-resolver.ts";
import { failureOf } from "./failures.ts";
import { runUv } from "./run.ts";

/** The first uv that prints a pylock.toml with sizes and times. */
const OLDEST: readonly number[] = [0, 7, 0];

/** How long uv is waited for, in milliseconds. */
export interface UvPatience {
  readonly ask: number;
  readonly resolve: number;
}

const PATIENCE: UvPatience = { ask: 20_000, resolve: 180_000 };

export const uvResolver: PythonResolver = uvResolverWith(PATIENCE);

export function uvResolverWith(patience: UvPatience): PythonResolver {
  const versionOf = async (request: UvRequest): Promise<string> => {
    const run = await runUv(request.uv, ["--version"], {
      env: uvEnvironment(request),
      timeout: patience.ask,
    });
    const version = /^uv (\d+\.\d+\.\d+)/.exec(run.stdout)?.[1];
    if (run.problem !== null || run.code !== 0 || version === undefined)
      throw failureOf(run, `${request.uv} --version`, "it is no uv, or it is damaged");
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
      // Its version is asked by the way: a program that is no uv says so here.
      await versionOf(request);
      const args = ["python", "find", "--show-version", "--no-project", "--no-python-downloads"];
      const more = wanted === null ? [] : [wanted];
      const run = await runUv(request.uv, [...args, ...configOption(request), ...more], {
        env: uvEnvironment(request),
        timeout: patience.ask,
      });
      const minor = /^(3\.\d+)\./.exec(run.stdout)?.[1];
      if (run.problem !== null || run.code !== 0 || minor === undefined)
        throw failureOf(run, "uv python find", "uv finds no Python that it would use");
      return minor;
    },

    async resolve(request) {
      const uvVersion = await versionOf(request);
      const env = uvEnvironment(request);
      const run = await runUv(request.uv, resolveArguments(request, "pylock.toml"), {
        env,
        timeout: patience.resolve,
        input: `${request.requirements.join("\n")}\n`,
      });
      if (run.problem !== null || run.code !== 0)
        throw failureOf(run, `uv could not resolve ${request.requirements[0] ?? ""}`, "");
      const packages = closureOf(tomlOf(run.stdout), request.python);
      return { uvVersion, packages };
    },

    async indexes(request) {
      const run = await runUv(
        request.uv,
        [...resolveArguments(request, "requirements.txt"), "--offline"],
        {
          env: uvEnvironment(request),
          timeout: patience.ask,
          input: `${request.requirements.join("\n")}\n`,
        },
      );
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
