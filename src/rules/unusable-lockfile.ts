import { defineRule } from "./define.ts";

export const unusableLockfile = defineRule({
  id: "unusable-lockfile",
  title: "The lockfile of a server cannot be used",
  severity: "warning",
  verdict: "inconclusive",
  docs: {
    why: "A lockfile that is truncated, half merged, of a newer format or at another place than its subject says nothing that could be relied on.",
    remedy: "Restore it from version control, or lock the server again.",
  },
  checks: {
    *program({ isExpected, lockfile }) {
      if (lockfile === null || lockfile.problem === null || isExpected) return;
      const { file, problem } = lockfile;
      yield { message: `${file}: ${problem}`, location: { file } };
    },
    *pin({ file, state, problem, expectedBy }) {
      if (state !== "unusable" || problem === null || expectedBy !== null) return;
      yield { message: `${file}: ${problem.message}`, location: { file }, remedy: problem.hint };
    },
  },
});
