import type { ObservedTree } from "../../model/npm-tree.ts";

/** Names that the first line of a script, a shell or npm itself looks up on PATH. */
const RESERVED = new Set([
  "node",
  "nodejs",
  "env",
  "sh",
  "bash",
  "dash",
  "zsh",
  "ash",
  "ksh",
  "fish",
  "busybox",
  "cmd",
  "cmd.exe",
  "powershell",
  "pwsh",
  "npm",
  "npx",
  "git",
]);

/** Programs with such names that packages of a tree bring, by package or by link. */
export function reservedPrograms(
  tree: ObservedTree,
): readonly { readonly program: string; readonly path: string }[] {
  const declared = [...tree.packages.values()].flatMap(({ path, facts }) =>
    Object.keys(facts?.bin ?? {}).map((program) => ({ program, path })),
  );
  const linked = tree.links.map(({ path }) => ({
    program: path.slice(path.lastIndexOf("/") + 1),
    path,
  }));
  const named = new Set(declared.map(({ program }) => program));
  return [...declared, ...linked.filter(({ program }) => !named.has(program))].filter(
    ({ program }) => RESERVED.has(program.toLowerCase()),
  );
}
