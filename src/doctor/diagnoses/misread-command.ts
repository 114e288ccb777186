import { defineDiagnosis } from "../define.ts";

/** The program that has these commands. */
const FAMILY: Readonly<Record<string, string>> = { uvx: "uv", npx: "npm", bunx: "bun" };

export const misreadCommand = defineDiagnosis({
  id: "misread-command",
  title: "A runner of packages takes a command of its family for the package",
  severity: "error",
  consequence: "no-start",
  docs: {
    why: "`uvx run server.py` and `uvx tool run X` stand in published instructions. uvx has no commands: it fetches the package that is named `run`, or `tool`, from PyPI and runs that, whoever published it.",
    remedy: "Write `uv run …` in place of `uvx run …`, and `uvx X` in place of `uvx tool run X`.",
  },
  checks: {
    *launcher({ launcher, misreadWord }) {
      if (misreadWord === null || launcher === null) return;
      const { word, place } = misreadWord;
      yield {
        ...place,
        message: `${launcher} has no command ${word}: it runs the package of that name`,
        remedy: `write ${FAMILY[launcher] ?? launcher} in place of ${launcher}, or the package itself`,
      };
    },
  },
});
