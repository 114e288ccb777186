import { resolve } from "node:path/posix";
import { win32 } from "node:path";

import { Finder } from "../../../clients/finding/finder.ts";
import type { DiskView } from "../../../path-search/disk-view.ts";
import { candidateAt, lookUp } from "../../../path-search/look-up.ts";
import { USUAL_PATHEXT, windowsLookUp } from "../../../path-search/windows.ts";
import { DiskError } from "../../../ports/disk.ts";
import type { Machine } from "../../../ports/machine.ts";

/** What a name or path leads to when a client starts it. */
export interface FoundProgram {
  /** Null where nothing can be started. */
  readonly path: string | null;
  readonly real: string | null;
  /** A file of the name that cannot be executed, where nothing else is found. */
  readonly latent: string | null;
}

const NOTHING: FoundProgram = { path: null, real: null, latent: null };

/** Looks a command up as the client's system does. */
export function findOnPath(
  view: DiskView,
  machine: Machine,
  { name, path, cwd }: { readonly name: string; readonly path: string; readonly cwd: string },
): FoundProgram {
  if (machine.platform === "win32") return findOnWindows(view, machine, name, path, cwd);
  if (name.includes("/")) {
    const file = resolve(cwd, name);
    const candidate = candidateAt(view, file, 0);
    if (candidate?.state === "program") return { ...NOTHING, path: file, real: candidate.real };
    return candidate?.state === "latent" ? { ...NOTHING, latent: file } : NOTHING;
  }
  const { chosen, candidates } = lookUp(view, name, path, cwd);
  if (chosen !== null) return { ...NOTHING, path: chosen.path, real: chosen.real };
  const latent = candidates.find(({ state }) => state === "latent");
  return { ...NOTHING, latent: latent?.path ?? null };
}

function findOnWindows(
  { disk }: DiskView,
  { env }: Machine,
  name: string,
  path: string,
  cwd: string,
): FoundProgram {
  const list = (folder: string) => {
    try {
      const entries = disk.list(folder) ?? [];
      return entries.map((one) => ({ name: one.name, isFile: one.kind === "file", size: 0 }));
    } catch (thrown) {
      if (thrown instanceof DiskError) return [];
      throw thrown;
    }
  };
  const isPath = /[\\/]/.test(name);
  const folder = isPath ? win32.dirname(win32.resolve(cwd, name)) : path;
  const { chosen } = windowsLookUp({
    name: isPath ? win32.basename(name) : name,
    path: folder,
    pathext: env["PATHEXT"] ?? USUAL_PATHEXT,
    cwd,
    isCwdSkipped: true,
    list,
  });
  return chosen === null ? NOTHING : { ...NOTHING, path: chosen.path, real: chosen.real };
}

const OF_MANAGERS = [
  "~/.local/bin",
  "~/.cargo/bin",
  "~/.bun/bin",
  "~/.deno/bin",
  "~/.volta/bin",
  "~/.asdf/shims",
  "~/.local/share/mise/shims",
  "~/.pyenv/shims",
  "~/.nvm/versions/node/*/bin",
];

/** Folders that installers use and that the PATH of a desktop's programs often lacks. */
const USUAL: Readonly<Record<Machine["platform"], readonly string[]>> = {
  linux: [
    ...OF_MANAGERS,
    "~/.local/share/fnm/node-versions/*/installation/bin",
    "/usr/local/bin",
    "/usr/bin",
    "/bin",
    "/snap/bin",
    "/home/linuxbrew/.linuxbrew/bin",
  ],
  darwin: [
    "/opt/homebrew/bin",
    "/usr/local/bin",
    ...OF_MANAGERS,
    "~/Library/Application Support/fnm/node-versions/*/installation/bin",
    "~/Library/Python/*/bin",
    "/Applications/Docker.app/Contents/Resources/bin",
    "~/.docker/bin",
    "~/.orbstack/bin",
    "/opt/podman/bin",
    "/usr/bin",
    "/bin",
  ],
  win32: [
    "{programFiles}/nodejs",
    "{appData}/npm",
    "~/.local/bin",
    "~/.cargo/bin",
    "~/.bun/bin",
    "{localAppData}/Programs/Python/*",
    "{localAppData}/Microsoft/WinGet/Links",
    "~/scoop/shims",
    "{programFiles}/Docker/Docker/resources/bin",
  ],
};

/**
 * Where on this machine a program of that name is, beside the PATH that was searched; the newest of
 * several versions. Null where it is in none of the usual places.
 */
export function findElsewhere(view: DiskView, machine: Machine, name: string): string | null {
  // A name of a configuration becomes part of a template.
  if (!/^[\w.+-]{1,60}$/.test(name)) return null;
  const { platform, env, home } = machine;
  const own = findOnPath(view, machine, { name, path: env["PATH"] ?? "", cwd: home });
  if (own.path !== null) return own.path;
  const finder = new Finder(view.disk, machine, [], () => undefined);
  const endings = platform === "win32" ? [".exe", ".cmd"] : [""];
  for (const folder of USUAL[platform])
    for (const ending of endings) {
      const found = finder
        .find(`${folder}/${name}${ending}`)
        .filter(({ file }) => platform === "win32" || isProgram(view, file))
        .toSorted((a, b) => byNumbers(a.file, b.file));
      const last = found.at(-1);
      if (last !== undefined) return last.file;
    }
  return null;
}

function isProgram(view: DiskView, file: string): boolean {
  return candidateAt(view, file, 0)?.state === "program";
}

function byNumbers(a: string, b: string): number {
  const numbers = (path: string): number[] => (path.match(/\d+/g) ?? []).map(Number);
  const [left, right] = [numbers(a), numbers(b)];
  for (const [index, number] of left.entries())
    if (number !== (right[index] ?? 0)) return number - (right[index] ?? 0);
  return 0;
}
