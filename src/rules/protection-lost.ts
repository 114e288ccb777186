import { defineRule } from "./define.ts";
import { reinstall } from "./remedies.ts";
import { everyTree } from "./trees.ts";

export const protectionLost = defineRule({
  id: "protection-lost",
  title: "A server that was protected can no longer be judged",
  severity: "error",
  docs: {
    why: "Making things unreadable must not soften the answer: a server that was locked on this machine and whose lockfile or installed files can no longer be read is not merely unknown.",
    remedy:
      "Restore the lockfile or the permissions. Lock the server again if you removed its pin on purpose.",
  },
  checks: {
    *entry({ now, pinned, location, name }) {
      if (pinned === null || !now.isOpaque || pinned.subject === "") return;
      // Another command is another server, and says so itself.
      if (pinned.command !== now.command) return;
      yield {
        message: `${pinned.subject} was locked under this name, and the command line is no longer understood`,
        location,
        pinned: pinned.digest,
        observed: now.digest,
        remedy: `restore the entry as it was; if the change is yours: pinfold accept ${name} --reason TEXT --until DATE`,
      };
    },
    *pin({ name, subject, file, state, problem, expectedBy }) {
      if (expectedBy === null || state === "found") return;
      const what = state === "none" ? "is gone" : `cannot be used: ${problem?.message ?? ""}`;
      yield {
        message: `${subject} is pinned according to ${expectedBy}, and its lockfile ${what}`,
        location: { file },
        remedy:
          state === "none"
            ? `restore ${file}, or pin it anew: pinfold lock ${name}`
            : (problem?.hint ?? `restore ${file}`),
      };
    },
    *program({ name, subject, isExpected, lockfile, isForThisPlatform }) {
      if (!isExpected || (lockfile !== null && lockfile.problem === null)) return;
      if (isForThisPlatform) return;
      const what = lockfile === null ? "is gone" : `cannot be used: ${lockfile.problem ?? ""}`;
      yield {
        message: `${subject} is pinned according to this machine's record of the entry, and its lockfile ${what}`,
        ...(lockfile === null ? {} : { location: { file: lockfile.file } }),
        remedy: `restore the lockfile, or pin it anew: pinfold lock ${name}`,
      };
    },
    ...everyTree(function* ({ maker, root, unreadable, hasMachinePin, difference }) {
      if (!hasMachinePin) return;
      // A copy is made anew; what another program installed may only lack the right to be read.
      const remedy = maker === "store" ? { remedy: reinstall({ maker, root }) } : {};
      if (unreadable !== null)
        yield {
          message: `the installed tree cannot be read: ${unreadable}`,
          location: { file: root },
          ...remedy,
        };
      for (const { path, kind } of difference?.odd ?? []) {
        if (kind === "unreadable")
          yield {
            message: `${path} cannot be read`,
            location: { file: `${root}/${path}` },
            ...remedy,
          };
      }
    }),
    *policy({ lost }) {
      for (const file of lost)
        yield {
          message: `the policy ${file} was in force on this machine, and is gone`,
          location: { file },
          remedy: `restore ${file} from version control; a policy that demands nothing is {"policyVersion": 1}`,
        };
    },
    *chain({ chains }) {
      for (const { command, isPinned, isExpected, changes, hazards } of chains) {
        const lost = [
          ...changes.filter(({ kind }) => kind === "unreadable"),
          ...hazards.filter(({ kind }) => kind === "unreadable" && (isPinned || isExpected)),
        ];
        for (const path of new Set(lost.map((one) => one.path)))
          yield {
            message: `${path}, which ${command} needs, cannot be read or executed any more`,
            location: { file: path },
            remedy: `give yourself the right to read ${path} again, then pinfold verify`,
          };
      }
    },
  },
});
