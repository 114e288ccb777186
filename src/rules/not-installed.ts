import { defineRule } from "./define.ts";

export const notInstalled = defineRule({
  id: "not-installed",
  title: "The server is pinned and not installed",
  severity: "note",
  verdict: "inconclusive",
  docs: {
    why: "The next start installs the tree anew, with the newest dependencies that fit: it need not be the vetted one. There is nothing on this disk that could be checked.",
    remedy: "Start the server once, then run `pinfold verify`.",
  },
  checks: {
    *npmTree({ root, version, difference, unreadable }) {
      if (difference !== null || unreadable !== null) return;
      yield {
        message: `${version} is pinned, and nothing is installed: the next start fetches it with dependencies of that day`,
        location: { file: root },
        remedy: "start the server once, then pinfold verify",
      };
    },
    *python({ version, environments, places, problems }) {
      if (environments.length > 0 || problems.length > 0) return;
      const [place] = places;
      yield {
        message: `${version} is pinned, and no environment of it is there: the next start makes one, with dependencies of that day`,
        ...(place === undefined ? {} : { location: { file: place } }),
        remedy: "start the server once, then pinfold verify",
      };
    },
  },
});
