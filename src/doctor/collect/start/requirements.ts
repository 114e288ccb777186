import { dirname } from "node:path/posix";

import { satisfies, validRange } from "@renovatebot/pep440";
import semver from "semver";

import { locateNpx } from "../../../ecosystems/npm/locate.ts";
import { guarded } from "../../../ecosystems/pypi/places/define.ts";
import { PinfoldError } from "../../../errors.ts";
import { tomlLibrary } from "../../../formats/lazy.ts";
import type { DiskView } from "../../../path-search/disk-view.ts";
import type { LauncherFacts } from "../../facts.ts";
import type { DoctorWorld } from "../../world.ts";
import { findOnPath } from "./find.ts";
import type { StartSite } from "./launcher.ts";
import { nodeVersionOf, pythonVersionOf } from "./versions.ts";

type Unmet = LauncherFacts["unmet"][number];

/** How far above a script its project is looked for. */
const LEVELS = 6;

/** What the server's package asks of Node or Python and does not get. */
export async function unmetRequirements(
  world: DoctorWorld,
  view: DiskView,
  site: StartSite,
): Promise<readonly Unmet[]> {
  if (world.machine.platform === "win32") return [];
  const { launch, program } = site.server;
  if (launch.launcher === "npx") return ofInstalledPackage(world, view, site);
  if (program?.purpose !== "script" || program.obstacle !== null) {
    return launch.launcher === "python -m" ? ofModule(world, view, site) : [];
  }
  if (program.language === "node") return ofNodeScript(world, view, site, program.file);
  return program.language === "python" ? ofPythonScript(world, view, site, program.file) : [];
}

async function ofInstalledPackage(
  world: DoctorWorld,
  view: DiskView,
  { server, given }: StartSite,
): Promise<readonly Unmet[]> {
  const { entry, launch } = server;
  if (launch.package === null) return [];
  try {
    const { root, site } = await locateNpx({ ...world, clientPath: given }, entry, launch);
    const manifest = `${root}/node_modules/${launch.package}/package.json`;
    return site.node === null ? [] : unmetEngine(view, manifest, site.node);
  } catch (thrown) {
    // No npx, or a configuration of npm that cannot be read: others say so.
    if (thrown instanceof PinfoldError) return [];
    throw thrown;
  }
}

function ofNodeScript(
  { machine }: DoctorWorld,
  view: DiskView,
  { path, cwd, server }: StartSite,
  file: string,
): readonly Unmet[] {
  const name = server.entry.command ?? "node";
  const node = findOnPath(view, machine, { name, path, cwd });
  const manifest = above(view, file, "package.json");
  return node.real === null || manifest === null ? [] : unmetEngine(view, manifest, node.real);
}

function unmetEngine(view: DiskView, manifest: string, node: string): readonly Unmet[] {
  const real = guarded(() => view.disk.realPath(node)) ?? node;
  const has = nodeVersionOf(view, real);
  const { name = "", wants = null } = enginesOf(view.text(manifest));
  if (has === null || wants === null || semver.validRange(wants) === null) return [];
  if (semver.satisfies(has, wants, { includePrerelease: true })) return [];
  return [
    { program: "Node", path: node, has, wants, saidBy: `engines of ${name}`, file: manifest },
  ];
}

function enginesOf(text: string | null): { readonly name?: string; readonly wants?: string } {
  try {
    const manifest: unknown = JSON.parse(text ?? "null");
    if (!isRecord(manifest)) return {};
    const { name, engines } = manifest;
    const wants = isRecord(engines) ? engines["node"] : null;
    const label = typeof name === "string" ? name : "the package";
    return typeof wants === "string" ? { name: label, wants } : {};
  } catch {
    return {};
  }
}

function ofPythonScript(
  { machine }: DoctorWorld,
  view: DiskView,
  { path, cwd, server }: StartSite,
  file: string,
): readonly Unmet[] {
  const name = server.entry.command ?? "python";
  const python = findOnPath(view, machine, { name, path, cwd });
  const project = above(view, file, "pyproject.toml");
  if (python.path === null || python.real === null || project === null) return [];
  const has = pythonVersionOf(view, python.path, python.real);
  const wants = requiresPythonOf(view.text(project));
  return unmetPython(python.path, has, wants, `requires-python of ${project}`, project);
}

/** An installed distribution says it in its METADATA. */
function ofModule(
  { machine }: DoctorWorld,
  view: DiskView,
  { path, cwd, server }: StartSite,
): readonly Unmet[] {
  const { entry, launch } = server;
  const python = findOnPath(view, machine, { name: entry.command ?? "python", path, cwd });
  if (python.path === null || python.real === null) return [];
  const has = pythonVersionOf(view, python.path, python.real);
  const lib = `${dirname(dirname(python.path))}/lib`;
  const wanted = (launch.package ?? "").replaceAll("-", "_").toLowerCase();
  const site = view.names(lib)?.find((name) => /^python3\.\d+$/.test(name));
  const packages = `${lib}/${site ?? ""}/site-packages`;
  const info = view
    .names(packages)
    ?.find((name) => name.toLowerCase().startsWith(`${wanted}-`) && name.endsWith(".dist-info"));
  if (info === undefined || wanted === "") return [];
  const file = `${packages}/${info}/METADATA`;
  const [, wants = null] = /^Requires-Python:\s*(\S.*)$/im.exec(view.text(file) ?? "") ?? [];
  return unmetPython(python.path, has, wants, `requires-python of ${launch.package ?? ""}`, file);
}

function unmetPython(
  path: string,
  has: string | null,
  wants: string | null,
  saidBy: string,
  file: string,
): readonly Unmet[] {
  if (has === null || wants === null || !isOutside(has, wants.trim())) return [];
  return [{ program: "Python", path, has, wants: wants.trim(), saidBy, file }];
}

function requiresPythonOf(text: string | null): string | null {
  if (text?.includes("requires-python") !== true) return null;
  const { parse } = tomlLibrary();
  try {
    const document: unknown = parse(text, { maxDepth: 64 });
    const project = isRecord(document) ? document["project"] : null;
    const wants = isRecord(project) ? project["requires-python"] : null;
    return typeof wants === "string" ? wants : null;
  } catch {
    return null;
  }
}

/** The nearest file of that name in the folders above. */
function above(view: DiskView, file: string, name: string): string | null {
  let folder = dirname(file);
  for (let level = 0; level < LEVELS && folder !== "/" && folder !== "."; level += 1) {
    const found = `${folder}/${name}`;
    if (view.exists(found)) return found;
    folder = dirname(folder);
  }
  return null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `3.11` of a program's name says nothing of the third number: any of them may fit. */
function isOutside(version: string, range: string): boolean {
  if (!validRange(range)) return false;
  const isWhole = version.split(".").length > 2;
  const versions = isWhole ? [version] : [`${version}.0`, `${version}.99`];
  return versions.every((one) => !satisfies(one, range));
}
