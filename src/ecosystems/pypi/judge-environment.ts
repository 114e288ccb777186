import { posix } from "node:path";

import type { PythonEnvironmentEvidence, TreeMaker } from "../../model/evidence.ts";
import type { Baseline } from "../../model/baseline.ts";
import { type FileChange, isOtherTree, type TreeDifference } from "../../model/npm-difference.ts";
import { type OddEntry, prefixOf, treeStateOf } from "../../model/npm-tree.ts";
import type { EnvironmentProblem } from "../../model/python-evidence.ts";
import type { Disk } from "../../ports/disk.ts";
import type { ComparedFiles } from "../../ports/python-compiler.ts";
import type { ManifestStore } from "../../state/manifests.ts";
import { compareFiles } from "../npm/file-changes.ts";
import { checkBytecode } from "./check-bytecode.ts";
import { checkLinks } from "./check-links.ts";
import { checkScripts } from "./check-scripts.ts";
import {
  compareEnvironment,
  type EnvironmentDifference,
  type EnvironmentPin,
} from "./compare-environment.ts";
import { isStartupHook } from "./generated.ts";
import { installedPath } from "./install-paths.ts";
import type { ObservedEnvironment } from "./observe-environment.ts";

export interface JudgeEnvironmentInput {
  readonly name: string;
  readonly subject: string;
  readonly version: string;
  readonly maker: TreeMaker;
  readonly packages: EnvironmentPin["packages"];
  /** `3.12`: the lowest Python that the pinned closure is for. */
  readonly lowestPython: string;
  /** `linux-x64` */
  readonly platform: string;
  readonly baseline: Baseline | null;
  readonly hasMachinePin: boolean;
  readonly exactTree: string | null;
  /** The folder of packages that pipx shares among its environments: one `.pth` file names it. */
  readonly sharedPackages: string | null;
  /** Whether a wheel of an index was seen on this machine whose files have this digest. */
  readonly isReleased: (name: string, version: string, files: string) => boolean;
  /** Compiled files that were just compared with their source; null where none were. */
  readonly compared: ComparedFiles | null;
}

export interface JudgedEnvironment {
  readonly evidence: PythonEnvironmentEvidence;
  /** Compiled files to remember with the baseline. */
  readonly remembered: Pick<Baseline, "bytecode" | "compiled">;
}

/** What makers of environments put in by themselves. uv puts in nothing. */
const SEEDS: Readonly<Record<TreeMaker, readonly string[]>> = {
  npx: [],
  store: [],
  "uv cache": [],
  "uv tool": [],
  pipx: ["pip", "setuptools", "wheel"],
  "pipx shared": ["pip", "setuptools", "wheel"],
  venv: ["pip", "setuptools", "wheel"],
};

/** Everything that rules need to know of one environment. */
export function judgeEnvironment(
  { disk, manifests }: { readonly disk: Disk; readonly manifests: ManifestStore },
  input: JudgeEnvironmentInput,
  environment: ObservedEnvironment,
): JudgedEnvironment {
  const { root, layout, tree } = environment;
  const { packages, baseline, maker } = input;
  const seeds = new Set(SEEDS[maker].filter((name) => !packages.has(name)));
  const python = /^lib\/python(3\.\d+)\//.exec(layout.packages)?.[1] ?? null;
  const compared = compareEnvironment(
    {
      packages,
      baseline,
      seeds,
      interpreter: { platform: input.platform, python },
      isOfUser: maker === "venv",
      isOtherPython: python !== null && isOlder(python, input.lowestPython),
    },
    tree,
    layout,
  );
  const { changed, hooks } = namedFiles(compared, environment, manifests);
  const bytecode = checkBytecode(environment, baseline, input.compared);
  const { odd, problems } = unclaimed(environment, input.sharedPackages);
  const [ownSeeds, unvetted] = [
    compared.unvetted.filter(({ name }) => seeds.has(name)),
    compared.unvetted.filter(({ name }) => !seeds.has(name)),
  ];
  const broken = environment.unusable.map(({ folder, why }) => ({
    path: folder,
    name: posix.basename(folder, ".dist-info"),
    version: null,
    why,
  }));
  const place = <One extends { readonly path: string }>(one: One): One => ({
    ...one,
    path: layout.packages,
  });
  const difference: TreeDifference = {
    intact: compared.intact,
    changed,
    unaccounted: [...compared.unaccounted.map(place), ...broken],
    missing: compared.missing.map(place),
    links: [],
    odd: [...environment.reading.odd, ...odd].map((one) => ({ ...one, package: null })),
    unvetted,
    moved: [],
    absent: compared.absent,
    isFirstSight: compared.isFirstSight,
  };
  return {
    remembered: { bytecode: bytecode.seen, compiled: bytecode.compiled },
    evidence: {
      name: input.name,
      root,
      subject: input.subject,
      version: input.version,
      fileCount: environment.files.size,
      difference,
      unreadable: null,
      hasMachinePin: input.hasMachinePin,
      exactTree: input.exactTree,
      observedTree: isOtherTree(difference) ? treeStateOf(tree) : null,
      maker,
      problems: [
        ...checkLinks(disk, environment),
        ...checkScripts(environment),
        ...problems,
        ...hooks,
        ...bytecode.problems,
      ],
      uncheckedBytecode: bytecode.unchecked,
      builtHere: compared.builtHere,
      seeds: ownSeeds.flatMap(({ name, version }) => {
        const files = tree.packages.get(name)?.files ?? "";
        return input.isReleased(name, version, files) ? [] : [`${name} ${version}`];
      }),
    },
  };
}

function isOlder(python: string, lowest: string): boolean {
  const minor = (text: string): number => Number(text.slice(text.indexOf(".") + 1));
  return minor(python) < minor(lowest);
}

/**
 * The files of changed packages by name, where the manifest of a pinned wheel is known: of the wheel
 * that differs in the fewest files. What runs at every start is told for itself.
 */
function namedFiles(
  { changed }: EnvironmentDifference,
  { root, layout }: ObservedEnvironment,
  manifests: ManifestStore,
): { changed: TreeDifference["changed"]; hooks: EnvironmentProblem[] } {
  const hooks: EnvironmentProblem[] = [];
  const [, python = ""] = layout.packages.split("/");
  const named = changed.map(({ wheels, ...one }) => {
    const prefix = prefixOf(one.name, one.version);
    const candidates = wheels.flatMap((pinned) => {
      const before = manifests.read(pinned, prefix);
      return before === null || one.entries === null
        ? []
        : [{ pinned, files: compareFiles(before, one.entries) }];
    });
    const [best] = candidates.toSorted((a, b) => a.files.length - b.files.length);
    const { packages: path } = layout;
    if (best === undefined) return { ...one, path };
    const files = best.files.map((file): FileChange => ({
      ...file,
      path: posix.relative(path, installedPath(file.path, layout, python)),
    }));
    for (const { kind, path: inner, observed } of files)
      if (kind === "added" && isStartupHook(`${path}/${inner}`, layout))
        hooks.push(hookOf(root, `${path}/${inner}`, observed));
    const rest = files.filter(
      (file) => file.kind !== "added" || !isStartupHook(`${path}/${file.path}`, layout),
    );
    return { ...one, path, pinned: best.pinned, files: rest };
  });
  return { changed: named, hooks };
}

function hookOf(root: string, path: string, sha256: string | null): EnvironmentProblem {
  return {
    kind: "startup-hook",
    path: `${root}/${path}`,
    message: `${posix.basename(path)} runs at every start of Python, and is in no pinned package`,
    pinned: null,
    observed: sha256 === null ? null : `sha256:${sha256}`,
    wouldRun: `${root}/${path}`,
  };
}

/** Files that nothing accounts for, by what they do. */
function unclaimed(
  environment: ObservedEnvironment,
  sharedPackages: string | null,
): { odd: OddEntry[]; problems: EnvironmentProblem[] } {
  const { root, layout, files, reading } = environment;
  const odd: OddEntry[] = [];
  const problems: EnvironmentProblem[] = [];
  for (const path of environment.unclaimed) {
    const sha256 = files.get(path)?.sha256 ?? null;
    if (isSharedPackages(path, layout.packages, reading.texts[path], sharedPackages)) continue;
    if (isStartupHook(path, layout)) problems.push(hookOf(root, path, sha256));
    else if (path.startsWith(`${layout.scripts}/`))
      problems.push({
        kind: "beside-scripts",
        path: `${root}/${path}`,
        message: `${path} is no program of a package: Python programs import from this folder first`,
        pinned: null,
        observed: sha256 === null ? null : `sha256:${sha256}`,
        wouldRun: `${root}/${path}`,
      });
    else odd.push({ path, kind: "file", target: null });
  }
  return { odd, problems };
}

/** The one line by which pipx adds its shared pip, which is judged as an environment of its own. */
function isSharedPackages(
  path: string,
  packages: string,
  text: string | undefined,
  shared: string | null,
): boolean {
  return (
    path === `${packages}/pipx_shared.pth` &&
    shared !== null &&
    text !== undefined &&
    text.replace(/\n$/, "") === shared
  );
}
