import type { Launch } from "../model/launch.ts";
import { understood } from "./details.ts";

interface Project {
  readonly cwd?: string | null;
  /** The folder, manifest or program that the command line names. */
  readonly file?: string | null;
  readonly unjudged?: readonly string[];
}

/** A script or program of a project on this disk, which the project's own files define. */
export function projectLaunch(launcher: string, project: Project): Launch {
  const unjudged = [...(project.unjudged ?? []), "the project's own files"];
  const { cwd = null, file = null } = project;
  return understood("local-project", { launcher, cwd, file, unjudged });
}
