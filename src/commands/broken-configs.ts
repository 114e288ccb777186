import { relative } from "node:path";

import type { Discovery, FileProblem } from "../clients/discovery.ts";
import type { CheckProblem } from "../lock/define.ts";

/** What could not be read of a project can hold servers that nobody looked at: told once a file. */
export function brokenConfigs(
  { problems }: Discovery,
  projects: readonly string[],
): readonly CheckProblem[] {
  const isOfProject = (file: string): boolean =>
    projects.some((folder) => !/^\.\.(?:[/\\]|$)|^[/\\]|^\w:/.test(relative(folder, file)));
  const own = problems.filter(({ file, isTolerated }) => !isTolerated && isOfProject(file));
  return [...Map.groupBy(own, ({ file }) => file).values()].flatMap(problemOf);
}

function problemOf(same: readonly FileProblem[]): readonly CheckProblem[] {
  const [first] = same;
  if (first === undefined) return [];
  const { file, line, column, message } = first;
  const [client = "", ...others] = new Set(same.map(({ clientName }) => clientName));
  const readers = others.length === 0 ? client : `${client} and ${others.length} more`;
  return [
    {
      rule: "broken-config",
      file,
      ...(line === null ? {} : { line }),
      package: null,
      message: `${readers} cannot use it: ${message}${column === null ? "" : ` (column ${column})`}`,
      hint: "pinfold doctor shows the lines",
      isWrong: false,
    },
  ];
}
