import type { FindingDraft } from "../model/finding.ts";
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
    *npmTree({ root, version, difference, unreadable, maker }) {
      if (difference !== null || unreadable !== null) return;
      if (maker === "store") {
        yield notMade(version, root);
        return;
      }
      yield {
        message: `${version} is pinned, and nothing is installed: the next start fetches it with dependencies of that day`,
        location: { file: root },
        remedy: "start the server once, then pinfold verify",
      };
    },
    *python({ version, isResolved, environments, places, problems, isKept }) {
      if (environments.length > 0 || problems.length > 0) return;
      const [place = ""] = places;
      if (isKept === true) {
        yield notMade(version, place);
        return;
      }
      yield {
        message: isResolved
          ? `${version} is pinned, and no environment of it is there: the next start makes one, with dependencies of that day`
          : `${version} is pinned, and the environment that the entry starts has not the server`,
        ...(place === "" ? {} : { location: { file: place } }),
        remedy: isResolved
          ? "start the server once, then pinfold verify"
          : "install the server there, then pinfold verify",
      };
    },
  },
});

function notMade(version: string, folder: string): FindingDraft {
  return {
    message: `${version} is pinned, and its private copy is not made yet: that is done from the pinned archives`,
    location: { file: folder },
    remedy: "pinfold sync makes it now",
  };
}
