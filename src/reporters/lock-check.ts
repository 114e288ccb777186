import type { CheckedLockfile, CheckProblem } from "../lock/define.ts";
import { versionOfSubject } from "../lockfile/parse.ts";
import { count, printable, printableJson } from "../model/text.ts";
import { headJson } from "./json.ts";
import { shortenPaths, shortPath } from "./paths.ts";

/** What `lock --check` found. */
export interface CheckReport {
  readonly version: string;
  /** ISO 8601. */
  readonly now: string;
  readonly isOnline: boolean;
  readonly lockfiles: readonly CheckedLockfile[];
  readonly problems: readonly LocatedProblem[];
  readonly exitCode: number;
}

/** A problem with its rule and, where it is known, its line. */
export type LocatedProblem = CheckProblem & Required<Pick<CheckProblem, "rule">>;

/** More of one kind in one file say nothing new. */
const SHOWN_ALIKE = 10;

export function checkJson(
  report: CheckReport,
  more: Readonly<Record<string, unknown>> = {},
): string {
  const { version, now, isOnline, lockfiles, problems, exitCode } = report;
  const checked = lockfiles.map(({ file, lockfile }) => ({
    file,
    subject: lockfile.subject,
    version: versionOfSubject(lockfile),
    packages: Object.keys(lockfile.packages).length,
  }));
  const head = headJson({ version, now });
  return `${printableJson({ ...head, isOnline, lockfiles: checked, problems, ...more, exitCode })}\n`;
}

export function checkText({ isOnline, lockfiles, problems }: CheckReport, home: string): string {
  const groups = Map.groupBy(problems, ({ file, rule }) => `${rule} ${file}`);
  const blocks = [...groups.values()].flatMap((alike) => {
    const more = alike.length - SHOWN_ALIKE;
    const [first] = alike;
    return [
      ...alike.slice(0, SHOWN_ALIKE).map((problem) => problemText(problem, home)),
      ...(more > 0 && first !== undefined
        ? [
            `and ${count(more, "problem")} more like ${more === 1 ? "it" : "them"} [${first.rule}]\n`,
          ]
        : []),
    ];
  });
  const packages = lockfiles.reduce(
    (sum, { lockfile }) => sum + Object.keys(lockfile.packages).length,
    0,
  );
  const how = isOnline ? "compared with the registry" : "checked offline";
  const found =
    problems.length > 0
      ? count(problems.length, "problem")
      : lockfiles.length === 0
        ? "nothing was checked"
        : "nothing wrong";
  return `${blocks.join("")}${count(lockfiles.length, "lockfile")}, ${count(packages, "package")} ${how}: ${found}\n`;
}

function problemText(
  { file, line, rule, message, hint, isWrong }: LocatedProblem,
  home: string,
): string {
  const word = isWrong ? "wrong" : "not judged";
  const text = (raw: string): string => printable(shortenPaths(raw, home), 800);
  const at = line === undefined ? "" : `:${line}`;
  return `${word}[${rule}]: ${text(message)}\n  --> ${printable(shortPath(file, home), 300)}${at}\n  do: ${text(hint)}\n`;
}

/** The problems with what can be told of each: a registry's word where no rule is named, and the line. */
export function located(
  problems: readonly CheckProblem[],
  lockfiles: readonly CheckedLockfile[],
): readonly LocatedProblem[] {
  const texts = new Map(lockfiles.map(({ file, text }) => [file, text]));
  return problems.map((problem) => {
    const { rule, isWrong, package: key, file } = problem;
    const line = problem.line ?? lineOf(texts.get(file), key);
    return {
      ...problem,
      rule: rule ?? (isWrong ? "republished-version" : "registry-silent"),
      ...(line === undefined ? {} : { line }),
    };
  });
}

/** In the canonical form a package has a line of its own. */
function lineOf(text: string | undefined, key: string | null): number | undefined {
  if (text === undefined || key === null) return undefined;
  const start = `    ${JSON.stringify(key)}: `;
  const index = text.split("\n").findIndex((line) => line.startsWith(start));
  return index === -1 ? undefined : index + 1;
}
