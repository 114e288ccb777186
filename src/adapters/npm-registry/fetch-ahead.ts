import * as v from "valibot";

import { systemCodeOf } from "../../errors.ts";

/** Lists that are asked for side by side. */
const AT_ONCE = 12;
/** A typical server needs 107 packages; what needs more than this is left to the resolver. */
const MAX_SPECS = 4_000;

const Table = v.fallback(v.record(v.string(), v.string()), {});
const Needs = v.object({
  dependencies: Table,
  optionalDependencies: Table,
  peerDependencies: Table,
  peerDependenciesMeta: v.fallback(
    v.record(v.string(), v.fallback(v.object({ optional: v.boolean() }), { optional: false })),
    {},
  ),
});
const Packument = v.looseObject({
  name: v.string(),
  versions: v.record(v.string(), v.unknown()),
  "dist-tags": v.fallback(v.record(v.string(), v.string()), {}),
  time: v.fallback(v.record(v.string(), v.string()), {}),
});

/**
 * Asks for the lists that a resolution will need, level by level and side by side: the resolver itself
 * goes from package to package and waits for each. They are left in the `packumentCache` of the options, which
 * the resolver reads. A guess, and no more: what is missing or wrong here, the resolver asks for and judges.
 */
export async function fetchAhead(
  specs: readonly string[],
  options: Readonly<Record<string, unknown>> & { readonly packumentCache: unknown },
): Promise<void> {
  const { default: pacote } = await import("pacote");
  const { default: pick } = await import("npm-pick-manifest");
  const { default: parse } = await import("npm-package-arg");
  const lists = new Map<string, Promise<unknown>>();
  const list = (name: string): Promise<unknown> => {
    const asked = lists.get(name) ?? pacote.packument(name, { ...options, fullMetadata: true });
    lists.set(name, asked);
    return asked;
  };
  const needsOf = async (text: string): Promise<readonly string[]> => {
    const spec = parse(text);
    const { name, fetchSpec, type } = spec.subSpec ?? spec;
    const isListed = type === "range" || type === "version" || type === "tag";
    if (!isListed || name === null || fetchSpec === null) return [];
    const packument = v.parse(Packument, await list(name));
    const { version } = pick(packument, fetchSpec, { ...options });
    return namesOf(v.parse(Needs, packument.versions[version]));
  };
  const seen = new Set(specs);
  let level: readonly string[] = specs;
  while (level.length > 0 && seen.size <= MAX_SPECS) {
    const found = await sideBySide(level, needsOf);
    if (found === null) return;
    level = [...new Set(found)].filter((spec) => !seen.has(spec));
    for (const spec of level) seen.add(spec);
  }
}

function namesOf(needs: v.InferOutput<typeof Needs>): readonly string[] {
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = needs;
  const peers = Object.entries(peerDependencies).filter(
    ([name]) => peerDependenciesMeta[name]?.optional !== true,
  );
  return [...Object.entries({ ...dependencies, ...optionalDependencies }), ...peers].map(
    ([name, range]) => `${name}@${range}`,
  );
}

/** Npm goes on without an optional package that nobody has. */
const NOT_TO_BE_HAD = new Set(["E404", "ETARGET", "ENOVERSIONS"]);

/** Null as soon as a question fails otherwise: why is for the resolver to find out, and to say. */
async function sideBySide(
  specs: readonly string[],
  needsOf: (spec: string) => Promise<readonly string[]>,
): Promise<readonly string[] | null> {
  const waiting = [...specs];
  const found: string[] = [];
  const worker = async (): Promise<boolean> => {
    for (let spec = waiting.pop(); spec !== undefined; spec = waiting.pop())
      try {
        found.push(...(await needsOf(spec)));
      } catch (thrown) {
        if (NOT_TO_BE_HAD.has(systemCodeOf(thrown) ?? "")) continue;
        waiting.length = 0;
        return false;
      }
    return true;
  };
  const answers = await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return answers.includes(false) ? null : found;
}
