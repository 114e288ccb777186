import { printable, printableJson } from "../../model/text.ts";
import type { CheckReport, LocatedProblem } from "../lock-check.ts";
import { shortenPaths } from "../paths.ts";
import { type SarifFinding, sarifLog } from "./log.ts";
import { Fingerprints, locationOf, type Surroundings } from "./places.ts";

const MAX_TEXT = 2000;

/** What `lock --check` found, as SARIF 2.1.0. */
export function sarifCheck(run: CheckReport, around: Surroundings): string {
  const fingerprints = new Fingerprints(around);
  const { version, now, problems, lockfiles, exitCode } = run;
  return `${printableJson(
    sarifLog({
      version,
      category: "lock-check",
      now,
      findings: problems.map((problem) => findingOf(problem, fingerprints, around)),
      notifications:
        lockfiles.length === 0
          ? [{ level: "warning", text: "there is no lockfile: nothing was checked" }]
          : [],
      properties: { exitCode, lockfiles: lockfiles.length },
    }),
  )}\n`;
}

function findingOf(
  { file, line, rule, package: name, message, hint, isWrong }: LocatedProblem,
  fingerprints: Fingerprints,
  around: Surroundings,
): SarifFinding {
  const at = line === undefined ? { file } : { file, line };
  return {
    ruleId: rule,
    level: isWrong ? "error" : "warning",
    text: printable(shortenPaths(`${message}. To do: ${hint}`, around.home), MAX_TEXT),
    locations: [locationOf(at, around)],
    relatedLocations: [],
    fingerprint: fingerprints.of(rule, [name], file),
    properties: { package: name },
  };
}
