import { basename, dirname } from "node:path/posix";

import type { CodeTree } from "../model/chain-reading.ts";
import { foldersAbove } from "./code-above.ts";
import { codeNameOf, packageRootOf } from "./code-root.ts";
import type { DiskView } from "./disk-view.ts";
import { localCode } from "./local-code.ts";

/** Launchers that load a package of their own, and start packages through `sh` and `node`. */
const NPM_PROGRAM = /^(?:npx|npm|pnpm|pnpx|yarn|yarnpkg|corepack)$/;

export function isNpmProgram(command: string): boolean {
  return NPM_PROGRAM.test(basename(command));
}

export interface LauncherCodeRequest {
  readonly command: string;
  /** The launcher's file, or what its shim leads to, without links. */
  readonly real: string;
  readonly home: string;
  /** Two folders above the Node that runs it; null where that is not known. */
  readonly nodePrefix: string | null;
  /** The entry's own variables. */
  readonly env: Readonly<Record<string, string>>;
}

/** What a launcher loads besides its own file, as trees. */
export function launcherCode(view: DiskView, request: LauncherCodeRequest): readonly CodeTree[] {
  const { command, real, home } = request;
  if (isNpmProgram(command)) return npmCode(view, request);
  // pinfold's packages stand in its folder or beside it, as they were installed.
  if (basename(command) === "pinfold")
    return localCode(view, real, "node", { home, nodePrefix: null }).trees;
  return basename(command) === "pipx" ? pipxCode(view, real) : [];
}

/** Node's own distribution puts them side by side. */
const BESIDE = ["npm", "corepack"];

function npmCode(
  view: DiskView,
  { real, home, nodePrefix, env }: LauncherCodeRequest,
): readonly CodeTree[] {
  const root = packageRootOf(view, real);
  if (root === null) return [];
  const name = codeNameOf(view, root);
  const tree = view.code(root, name);
  // npm 10 asks for `encoding` and does without: a global package of that name is loaded with it.
  const above = foldersAbove(view, tree, { home, nodePrefix, beside: BESIDE });
  const own = [tree, ...above.map((folder) => view.code(folder, codeNameOf(view, folder)))];
  if (!name.startsWith("corepack@")) return own;
  // Corepack itself only chooses: the package manager that it starts lies in its cache. Source:
  // Corepack's folderUtils, getCorepackHomeFolder and getInstallFolder.
  const cache = env["XDG_CACHE_HOME"] ?? `${home}/.cache`;
  const folder = `${env["COREPACK_HOME"] ?? `${cache}/node/corepack`}/v1`;
  if (!folder.startsWith("/") || !view.exists(folder)) return own;
  return [...own, view.code(folder, "corepack's cache")];
}

/** pipx is a package of the Python that its script's first line names. */
function pipxCode(view: DiskView, real: string): readonly CodeTree[] {
  const prefix = dirname(dirname(real));
  if (view.exists(`${prefix}/pyvenv.cfg`))
    return [view.code(`${prefix}/lib`, "pipx's environment", true)];
  const versions = (view.names(`${prefix}/lib`) ?? []).filter((name) => name.startsWith("python3"));
  return versions
    .toSorted()
    .flatMap((version) =>
      ["site-packages", "dist-packages"].map((kind) => `${prefix}/lib/${version}/${kind}/pipx`),
    )
    .filter((folder) => view.exists(folder))
    .map((folder) => view.code(folder, "pipx", true));
}
