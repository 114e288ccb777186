import type { Diagnosed } from "../../model/diagnosis.ts";
import { defineDiagnosis } from "../define.ts";

export const missingProgram = defineDiagnosis({
  id: "missing-program",
  title: "A program is not on the PATH that the client has",
  severity: "error",
  consequence: "no-start",
  docs: {
    why: "`spawn uvx ENOENT` says no more than this. Programs of a desktop have a shorter PATH than a terminal: what was installed with nvm, Homebrew, uv or cargo is found in the one and not in the other.",
    remedy:
      "Write the whole path as `command`, or give the entry a PATH of its own in `env`. Where pinfold took its own PATH for the client's, say which one it has: `--client-path`.",
  },
  checks: {
    *launcher({ clientName, isPathKnown, missing, place }) {
      for (const { name, neededBy, elsewhere, pathFolder, isCarriageReturn } of missing) {
        if (isCarriageReturn) {
          yield {
            ...place,
            message: `${neededBy ?? name} was saved with the line ends of Windows: its first line asks for a program whose name ends in one`,
            remedy: `save ${neededBy ?? "it"} with the line ends of Unix`,
          };
          continue;
        }
        if (neededBy === null && elsewhere === null && /^[^/\\]+\s/.test(name)) {
          yield { ...place, ...wholeLine(name, clientName) };
          continue;
        }
        const needed = neededBy === null ? "" : `, which ${neededBy} needs,`;
        yield {
          ...place,
          // A PATH that was only assumed says little of what the client finds.
          ...(isPathKnown || elsewhere === null ? {} : { severity: "warning" as const }),
          message: `${name}${needed} is not on the PATH ${isPathKnown ? `of ${clientName}` : `that ${clientName} is taken to have`}`,
          effect:
            elsewhere === null ? `no ${name} was found on this machine` : `it is ${elsewhere}`,
          remedy: remedyOf(name, neededBy, elsewhere, pathFolder),
        };
      }
    },
  },
});

function remedyOf(
  name: string,
  neededBy: string | null,
  elsewhere: string | null,
  pathFolder: string | null,
): string {
  if (elsewhere === null) return `install ${name}`;
  const folder = elsewhere.replace(/[/\\][^/\\]*$/, "");
  if (neededBy !== null) return `give the entry "env": { "PATH": "${folder}:/usr/bin:/bin" }`;
  const path = pathFolder === null ? "" : ` and "env": { "PATH": "${pathFolder}:/usr/bin:/bin" }`;
  return `write "command": ${JSON.stringify(elsewhere)}${path}`;
}

/** A whole command line in the place of the program. The words can hold a key: only the first is told. */
function wholeLine(name: string, clientName: string): Pick<Diagnosed, "message" | "remedy"> {
  const [program = ""] = name.trim().split(/\s/);
  return {
    message: `"command" holds a whole command line, and ${clientName} looks for a program of that name`,
    remedy: `write "command": ${JSON.stringify(program)} and the other words as "args", each on its own`,
  };
}
