import { PinfoldError } from "../../errors.ts";
import type { ProgramRun } from "../run-program.ts";

const INSTALL =
  "install uv where the client finds it, or say which PATH the client has: --client-path";
const AGAIN = "check the network and uv's index settings, then run the command again";

/** What became of uv, as what happened and the next step. */
export function failureOf(run: ProgramRun, what: string, why: string): PinfoldError {
  const said = firstLines(run.stderr);
  const behind = said === "" ? "" : `: ${said}`;
  switch (run.problem) {
    case "missing":
      return new PinfoldError("input", `${what}: uv is not there`, INSTALL);
    case "not-executable":
      return new PinfoldError("input", `${what}: it cannot be started`, INSTALL);
    case "timeout":
      return new PinfoldError("network", `${what}: uv gave no answer in time and was ended`, AGAIN);
    case "too-much":
      return new PinfoldError("input", `${what}: it printed more than any uv does`, INSTALL);
    case null:
      break;
  }
  const text = `${what}${why === "" ? "" : `: ${why}`}${behind}`;
  const [, wanted, disabled] =
    /Wheels are required for `([^`]+)`|distributions for `([^`]+)` is disabled/.exec(run.stderr) ??
    [];
  const name = wanted ?? disabled;
  if (name !== undefined)
    return new PinfoldError(
      "refused",
      `${what}: ${name} has no wheel that fits, so each machine would run its build`,
      `look at what its build does, then allow it by name: pinfold lock SERVER --allow-scripts ${name}`,
    );
  if (/not found in the package registry|no version of|unsatisfiable/i.test(run.stderr))
    return new PinfoldError(
      "network",
      text,
      "check the name, the version and the index: nothing that it offers fits",
    );
  return new PinfoldError("network", text, AGAIN);
}

function firstLines(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^(?:hint|warning|DEBUG|TRACE)/.test(line))
    .slice(0, 4)
    .join(" ")
    .slice(0, 600);
}
