import { defineRule } from "./define.ts";

export const unvettedBuild = defineRule({
  id: "unvetted-build",
  title: "A package was built on this machine",
  severity: "note",
  verdict: "inconclusive",
  docs: {
    why: "A package without a wheel is built where it is installed: its own build program decides which files there are. The lockfile has the digest of the source archive and no installed file. What is here was recorded when it was first seen, and any change from now on is an error.",
    remedy: "Ask the project for wheels, or build one for the whole team and pin that.",
  },
  checks: {
    *python({ environments }) {
      for (const { root, builtHere } of environments)
        for (const name of builtHere)
          yield {
            message: `the files of ${name} come from a build on this machine: only its source archive is pinned`,
            location: { file: root },
          };
    },
  },
});
