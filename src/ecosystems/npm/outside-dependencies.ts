const GROUPS = ["dependencies", "optionalDependencies", "peerDependencies"] as const;
/** Longer ones are cut: they are shown, and compared as far as they are. */
const MAX_SPEC = 300;
const MAX_SPECS = 200;

/**
 * Dependencies that do not come from a registry, with where they come from instead: a repository, an
 * address, a folder, another name. npm fetches them at install; no registry's record, signature or time is
 * theirs.
 */
export function outsideDependencies(packageJson: string): Readonly<Record<string, string>> {
  let manifest: unknown;
  try {
    manifest = JSON.parse(packageJson.replace(/^\uFEFF/, ""));
  } catch {
    return {};
  }
  if (typeof manifest !== "object" || manifest === null) return {};
  const groups = Object.entries(manifest).filter(([key]) => GROUPS.some((one) => one === key));
  const found = groups.flatMap(([, group]: [string, unknown]) =>
    typeof group !== "object" || group === null
      ? []
      : Object.entries(group).flatMap(([name, spec]: [string, unknown]) =>
          typeof spec === "string" && isOutside(spec)
            ? [[name, spec.slice(0, MAX_SPEC)] as const]
            : [],
        ),
  );
  return Object.fromEntries(found.slice(0, MAX_SPECS));
}

/** `github:o/r`, `o/r`, `git+ssh://…`, `https://…tgz`, `file:…`; an alias (`npm:x`) is of a registry. */
function isOutside(spec: string): boolean {
  return /^(?!npm:)[a-z][a-z0-9+.-]*:/i.test(spec) || /^[\w.-]+\/[\w.-]+(?:#.*)?$/.test(spec);
}
