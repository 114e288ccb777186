import type { Launcher } from "./define.ts";
import { flagTable } from "./flags.ts";
import { wrapper } from "./wrapper.ts";

/** `conda run -n ENV COMMAND…`: the environment comes first on PATH. */
function condaRun(id: string): Launcher {
  return wrapper({
    id,
    subcommand: "run",
    flags: flagTable({
      boolean: "-v --verbose --no-capture-output --live-stream --no-capture",
      value: "-n --name -p --prefix",
      unjudged: { value: "--cwd -a --attach -e --env" },
    }),
    needsDashes: false,
    influence: `the environment that ${id} chooses`,
  });
}

export const conda = condaRun("conda");
export const mamba = condaRun("mamba");
export const micromamba = condaRun("micromamba");
