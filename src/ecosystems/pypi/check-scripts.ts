import type { EnvironmentProblem } from "../../model/python-evidence.ts";
import { isConsoleScript } from "./console-scripts.ts";
import { type ObservedEnvironment, programPaths } from "./observe-environment.ts";

/**
 * The programs that installers make: each is made again from what its package declares. Where two
 * packages declare one name either is right.
 */
export function checkScripts(environment: ObservedEnvironment): readonly EnvironmentProblem[] {
  const { root, layout, files, reading, distributions } = environment;
  const references = new Map<string, { reference: string; by: string }[]>();
  for (const distribution of distributions)
    for (const [path, reference] of programPaths(distribution, layout))
      references.set(path, [...(references.get(path) ?? []), { reference, by: distribution.name }]);
  const problem = (path: string, message: string): EnvironmentProblem => ({
    kind: "script",
    path: `${root}/${path}`,
    message,
    pinned: null,
    observed: files.has(path) ? `sha256:${files.get(path)?.sha256 ?? ""}` : null,
    wouldRun: `${root}/${path}`,
  });
  const changed = [...references].flatMap(([path, declared]) => {
    if (!files.has(path)) return [];
    const text = reading.texts[path] ?? "";
    const isRight = declared.some(({ reference }) =>
      isConsoleScript(text, { reference, root, scripts: layout.scripts }),
    );
    if (isRight) return [];
    const [{ reference, by } = { reference: "", by: "" }] = declared;
    return [problem(path, `${path}, a program of ${by}, does more than start ${reference}`)];
  });
  const missing = environment.missingScripts.map(({ path, distribution }) =>
    problem(path, `${path}, a program of ${distribution}, is not there`),
  );
  return [...changed, ...missing];
}
