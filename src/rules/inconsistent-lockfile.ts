import { defineRule } from "./define.ts";

/** Said by `lock --check`: on a machine such a file is judged by what it pins. */
export const inconsistentLockfile = defineRule({
  id: "inconsistent-lockfile",
  title: "The parts of a lockfile do not fit together",
  severity: "error",
  docs: {
    why: "A lockfile says which version its subject has and holds that package; an archive is named after its package and version. Where these differ, somebody edited it, or a merge mixed two versions.",
    remedy: "Restore it from version control, or lock the server again.",
  },
  checks: {},
});
