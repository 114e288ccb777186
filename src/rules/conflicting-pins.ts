import { defineRule } from "./define.ts";

export const conflictingPins = defineRule({
  id: "conflicting-pins",
  title: "Two lockfile directories pin a server differently",
  severity: "warning",
  docs: {
    why: "Which pin is meant is not for a program to choose. Adopted pins win over personal ones, and the difference is said; two adopted directories that disagree are an error.",
    remedy: "Make the lockfiles agree, or remove one of them.",
  },
  checks: {
    *pin({ subject, file, conflicts }) {
      for (const conflict of conflicts) {
        yield {
          message: `${subject} is pinned to another tree in ${conflict.file}`,
          location: { file: conflict.file },
          pinned: file,
          remedy: "make the two lockfiles agree, or remove one of them",
          ...(conflict.isAdopted ? { severity: "error" } : {}),
        };
      }
    },
  },
});
