import { resolve } from "node:path";

import { baseState, stateOnDisk } from "../changes/states.ts";
import { compareStates } from "../changes/compare.ts";
import type { Changes } from "../changes/define.ts";
import type { CheckedLockfile, CheckProblem } from "../lock/define.ts";
import type { PoliciesInForce } from "../policy/in-force.ts";
import { pinFactsOf } from "../policy/pin-facts.ts";
import { foldersOf } from "../state/folders.ts";
import type { State } from "../state/state.ts";
import type { CommandContext } from "./define.ts";
import { usageError } from "./options.ts";

/** How the checked lockfiles differ from those of `--base`, and what of that is denied. */
export async function changesSince(
  context: CommandContext,
  base: string,
  {
    state,
    policies,
    lockfiles,
  }: {
    readonly state: State;
    readonly policies: PoliciesInForce;
    readonly lockfiles: readonly CheckedLockfile[];
  },
): Promise<{ readonly changes: Changes; readonly problems: readonly CheckProblem[] }> {
  const { io, options, world } = context;
  const { lockfiles: directory } = options.scope;
  if (directory === null)
    throw usageError(
      "--base compares one directory of lockfiles",
      "name it: pinfold lock --check --lockfiles DIR --base REF",
    );
  const { disk, machine } = world;
  const { env, now } = machine;
  const before = await baseState(disk, context.revisions, {
    directory,
    base,
    path: resolve(machine.cwd, base),
    env,
  });
  const changes = await compareStates(
    {
      online: options.isOnline ? await context.lockWorld() : null,
      state,
      folders: foldersOf(machine),
      demands: { now, policies },
      withSource: options.isSource,
      onProgress: (text) => io.progress(text),
    },
    before,
    stateOnDisk(disk, directory),
  );
  return { changes, problems: denied(changes, directory, lockfiles) };
}

function denied(
  changes: Changes,
  directory: string,
  lockfiles: readonly CheckedLockfile[],
): readonly CheckProblem[] {
  return changes.lockfiles.flatMap(({ file, difference }) => {
    const now = lockfiles.find((one) => one.file === `${directory}/${file}`);
    const packages = now === undefined ? [] : pinFactsOf(now.lockfile).packages;
    return difference.risks.flatMap((risk): CheckProblem[] => {
      const { blockedBy, exception, package: name, to, message } = risk;
      if (blockedBy === null) return [];
      return [
        {
          rule: "denied-move",
          file: `${directory}/${file}`,
          package: packages.find((pin) => pin.name === name && pin.version === to)?.key ?? null,
          message: `${name} ${to ?? ""}: ${message}: ${blockedBy}`,
          hint: exception ?? "move the pin with pinfold update",
          isWrong: true,
        },
      ];
    });
  });
}
