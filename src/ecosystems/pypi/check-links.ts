import { dirname, posix } from "node:path";

import type { EnvironmentProblem } from "../../model/python-evidence.ts";
import type { EnvironmentLink } from "../../model/python-environment.ts";
import { type Disk, DiskError } from "../../ports/disk.ts";
import type { ObservedEnvironment } from "./observe-environment.ts";
import { parseVenvConfig } from "./venv-config.ts";

/** Names under which an environment has its Python. */
const PYTHON = /^(?:python|pypy)w?(?:\d(?:\.\d{1,2})?t?)?$/;
/** How the programs of Pythons begin; a folder of the system has others beside them. */
const INTERPRETER = /^(?:python|pypy|graalpy)/;
const MAX_HOPS = 8;

/**
 * What an environment loads from elsewhere by its own links and configuration. Two kinds of links
 * belong into one: `lib64`, and Python itself, which must be the one that pyvenv.cfg names.
 */
export function checkLinks(
  disk: Disk,
  environment: ObservedEnvironment,
): readonly EnvironmentProblem[] {
  const { root, layout, reading } = environment;
  const home = parseVenvConfig(reading.texts["pyvenv.cfg"] ?? "").home;
  const problems = reading.links.flatMap(({ path, target }) => {
    if (path === "lib64" && target === "lib") return [];
    const name = posix.basename(path);
    const isPython = dirname(path) === layout.scripts && PYTHON.test(name);
    if (isPython) return pythonProblem(disk, root, { path, target }, home);
    return [linkProblem(root, path, target)];
  });
  return [...problems, ...configurationProblems(environment)];
}

function linkProblem(root: string, path: string, target: string): EnvironmentProblem {
  return {
    kind: "link",
    path: `${root}/${path}`,
    message: `${path} is a link, and no installer makes one there`,
    pinned: null,
    observed: `link to ${target}`,
    wouldRun: posix.resolve(root, posix.dirname(path), target),
  };
}

function pythonProblem(
  disk: Disk,
  root: string,
  link: EnvironmentLink,
  home: string | null,
): readonly EnvironmentProblem[] {
  const end = outsideOf(disk, root, link);
  if (home === null) return [];
  const isInHome =
    end !== null && (posix.dirname(end) === home || sameFolder(disk, posix.dirname(end), home));
  if (isInHome && INTERPRETER.test(posix.basename(end))) return [];
  return [
    {
      kind: "link",
      path: `${root}/${link.path}`,
      message: `${link.path} does not lead to the Python that pyvenv.cfg names`,
      pinned: `a Python in ${home}`,
      observed: `link to ${link.target}`,
      wouldRun: end,
    },
  ];
}

/** The first place outside of the environment that a link leads to. */
function outsideOf(disk: Disk, root: string, link: EnvironmentLink): string | null {
  let at = posix.resolve(root, posix.dirname(link.path), link.target);
  for (let hops = 0; hops < MAX_HOPS && at.startsWith(`${root}/`); hops += 1) {
    try {
      if (disk.stat(at)?.kind !== "link") return null;
      at = posix.resolve(posix.dirname(at), disk.readLink(at));
    } catch (thrown) {
      if (thrown instanceof DiskError) return null;
      throw thrown;
    }
  }
  return at.startsWith(`${root}/`) ? null : at;
}

function sameFolder(disk: Disk, one: string, other: string): boolean {
  try {
    const real = disk.realPath(one);
    return real !== null && real === disk.realPath(other);
  } catch (thrown) {
    if (thrown instanceof DiskError) return false;
    throw thrown;
  }
}

function configurationProblems({ root, reading }: ObservedEnvironment): EnvironmentProblem[] {
  const text = reading.texts["pyvenv.cfg"];
  const path = `${root}/pyvenv.cfg`;
  const problem = (message: string, observed: string | null): EnvironmentProblem => ({
    kind: "configuration",
    path,
    message,
    pinned: null,
    observed,
    wouldRun: null,
  });
  if (text === undefined) return [problem("pyvenv.cfg is no file that could be read", null)];
  const { home, hasSystemPackages, repeated } = parseVenvConfig(text);
  return [
    ...(home?.startsWith("/") === true
      ? []
      : [problem("pyvenv.cfg names no Python by an absolute path", home)]),
    ...(hasSystemPackages
      ? [
          problem(
            "pyvenv.cfg has the environment load packages of the Python that it stands on, which no pin covers",
            "include-system-site-packages = true",
          ),
        ]
      : []),
    ...repeated.map((key) => problem(`pyvenv.cfg has ${key} more than once`, key)),
  ];
}
