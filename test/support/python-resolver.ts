import { parseWheelName } from "../../src/ecosystems/pypi/wheel-tags.ts";
import { normalName } from "../../src/ecosystems/pypi/names.ts";
import { PinfoldError } from "../../src/errors.ts";
import type {
  PythonResolver,
  ResolvedArtifact,
  ResolvedPackage,
  ResolveRequest,
} from "../../src/ports/python-resolver.ts";
import type { IndexedFile, TestIndex } from "./python-index.ts";

/**
 * A resolver of few words over a test index: the newest version that fits, and what it requires, as
 * deep as it goes. `NAME`, `NAME==V`, `NAME>=V` and `NAME<V`, with a marker behind a semicolon that is
 * passed on; no version is ever taken back.
 */
export function testResolver(index: TestIndex): PythonResolver & {
  readonly asked: ResolveRequest[];
  python_: string;
  /** Where every version that fits is yanked, or a lock holds one. */
  keepsYanked: boolean;
} {
  const asked: ResolveRequest[] = [];
  const resolver = {
    asked,
    python_: "3.12",
    keepsYanked: false,
    python: () =>
      Promise.resolve({ version: resolver.python_, path: `/usr/bin/python${resolver.python_}` }),
    resolve: (request: ResolveRequest) => {
      asked.push(request);
      return Promise.resolve().then(() => ({
        uvVersion: "0.13.9",
        python: request.python,
        built: [],
        packages: closure(index, request, resolver.keepsYanked),
      }));
    },
    indexes: (_request: ResolveRequest, { packages }: { packages: readonly ResolvedPackage[] }) =>
      Promise.resolve(
        new Map(
          packages.flatMap(({ name, source }) => (source === null ? [[name, index.url]] : [])),
        ),
      ),
  };
  return resolver;
}

interface Requirement {
  readonly name: string;
  readonly marker: string | null;
  readonly clause: string;
  readonly bound: string;
}

function parsed(requirement: string): Requirement {
  const [text = "", marker = null] = requirement.split(";").map((part) => part.trim());
  const [, written = "", , clause = "", bound = ""] =
    /^([A-Za-z0-9._-]+)(\[[^\]]*\])?\s*(?:(==|>=|<)\s*([\w.]+))?$/.exec(text) ?? [];
  return { name: normalName(written), marker, clause, bound };
}

function closure(
  index: TestIndex,
  request: ResolveRequest,
  keepsYanked: boolean,
): readonly ResolvedPackage[] {
  const found = new Map<string, ResolvedPackage>();
  const roots = request.requirements.map(parsed);
  const pending = [...roots];
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    const { name, marker } = next;
    if (name === "" || found.has(name)) continue;
    const clauses = [next, ...roots.filter((one) => one.name === name)];
    const taken = newest(index, request, name, { clauses, keepsYanked });
    found.set(name, { ...resolved(index, taken), marker });
    const metadata = taken.find((one) => one.metadata !== null)?.metadata ?? "";
    if (!request.isAlone)
      pending.push(
        ...[...metadata.matchAll(/^Requires-Dist: (.+)$/gm)].map(([, one = ""]) => parsed(one)),
      );
  }
  return [...found.values()];
}

function newest(
  index: TestIndex,
  { options, mayBuild }: ResolveRequest,
  name: string,
  {
    clauses,
    keepsYanked,
  }: { readonly clauses: readonly Requirement[]; readonly keepsYanked: boolean },
): readonly IndexedFile[] {
  const all = index.files.filter((one) => one.name === name);
  if (all.length === 0) throw unsatisfiable(`${name} was not found in the package registry`);
  const before = options[options.indexOf("--exclude-newer") + 1];
  const own = options.find((option) => option.startsWith(`${name}=`))?.slice(name.length + 1);
  const isAsked = (version: string): boolean =>
    clauses.every(({ clause, bound }) => {
      const order = compare(version, bound === "" ? version : bound);
      return clause === "=="
        ? order === 0
        : clause === ">="
          ? order >= 0
          : clause !== "<" || order < 0;
    });
  const fitting = all.filter(
    ({ version, yanked, published }) =>
      isAsked(version) &&
      (yanked === false || keepsYanked || clauses.some(({ clause }) => clause === "==")) &&
      (!options.includes("--exclude-newer") || (published ?? "9") < (own ?? before ?? "")),
  );
  const versions = [...new Set(fitting.map(({ version }) => version))].toSorted(compare);
  const usable = versions.filter(
    (version) =>
      mayBuild.includes(name) ||
      fitting.some((one) => one.version === version && one.file.endsWith(".whl")),
  );
  const version = usable.at(-1);
  if (version === undefined && versions.length > 0)
    throw new PinfoldError(
      "refused",
      `uv could not resolve ${name}: ${name} has no wheel that fits, so each machine would run its build`,
      `look at what its build does, then allow it by name: pinfold lock SERVER --allow-scripts ${name}`,
    );
  if (version === undefined) throw unsatisfiable(`there is no version of ${name} that fits`);
  return fitting.filter((one) => one.version === version);
}

function resolved(index: TestIndex, files: readonly IndexedFile[]): ResolvedPackage {
  const [first] = files;
  const artifact = (one: IndexedFile): ResolvedArtifact => {
    if (one.sha256 === null)
      throw new PinfoldError("refused", `the index gives no sha256 of ${one.file}`, "ask for one");
    return {
      file: one.file,
      url: `${index.origin}/files/${one.sha256}/${one.file}`,
      sha256: `sha256:${one.sha256}`,
      published: one.published,
    };
  };
  const sdist = files.find(({ file }) => parseWheelName(file) === null);
  return {
    name: first?.name ?? "",
    version: first?.version ?? "",
    marker: null,
    wheels: files.filter(({ file }) => parseWheelName(file) !== null).map(artifact),
    sdist: sdist === undefined ? null : artifact(sdist),
    source: null,
  };
}

function compare(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split(".").map(Number));
  for (let at = 0; at < Math.max(left?.length ?? 0, right?.length ?? 0); at += 1) {
    const difference = (left?.[at] ?? 0) - (right?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function unsatisfiable(why: string): PinfoldError {
  return new PinfoldError(
    "network",
    `uv could not resolve: ${why}`,
    "check the name, the version and the index: nothing that it offers fits",
  );
}
