import { defineRule } from "./define.ts";

/** Said by `lock --check`: a machine that reads the file finds the same pins in it. */
export const noncanonicalLockfile = defineRule({
  id: "noncanonical-lockfile",
  title: "A lockfile is not in the form in which pinfold writes it",
  severity: "error",
  docs: {
    why: "Lockfiles have one form, so that a review sees what changed and nothing else. A file in another form was edited by hand, or written by another program.",
    remedy: "Restore it from version control, or lock the server again.",
  },
  checks: {},
});
