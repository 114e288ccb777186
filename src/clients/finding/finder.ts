import type { Disk } from "../../ports/disk.ts";
import type { Machine } from "../../ports/machine.ts";
import { type Base, BASE, resolveBase } from "./bases.ts";
import { Glance, type Report } from "./glance.ts";
import { projectBaseOf, Projects } from "./projects.ts";
import { alternatives, matchName } from "./template.ts";

/** An existing file that a template stands for. */
export interface Candidate {
  readonly file: string;
  readonly isLink: boolean;
  /** A variable of the environment led here, which may be set for pinfold alone. */
  readonly isFromVariable: boolean;
  /** The project, where the template is a project's. */
  readonly project: string | null;
  /** What the template's `*` and `**` stand for, else null. */
  readonly label: string | null;
}

/** A path in the making, and what its `*` and `**` stand for. */
interface Way {
  readonly path: string;
  readonly labels: readonly string[];
}

/** Where a template begins. */
interface Start {
  readonly at: Base;
  readonly rest: string;
  readonly project: string | null;
}

const MAX_MATCHES = 1000;
const MAX_FOLDERS = 2000;
const MAX_WALK_DEPTH = 8;

/** Folders that hold packages' and repositories' own files, thousands of them. */
const SKIPPED = new Set(["node_modules", ".git"]);

/**
 * Finds the files that templates stand for. What cannot be looked at is reported, and the rest goes
 * on.
 */
export class Finder {
  readonly #machine: Machine;
  readonly #glance: Glance;
  readonly #projects: Projects;

  constructor(disk: Disk, machine: Machine, projects: readonly string[], report: Report) {
    this.#machine = machine;
    this.#glance = new Glance(disk, machine.platform, report);
    this.#projects = new Projects(machine, projects, (path) => this.exists(path));
  }

  find(template: string): readonly Candidate[] {
    return this.#starts(template).flatMap((start) => this.#below(start));
  }

  /** Where files of a template belong, whether or not they are there. */
  placesOf(template: string): readonly string[] {
    return this.#starts(template).flatMap(({ at, rest }) =>
      this.#ways(at.path, rest).map(({ path }) => this.#glance.native(path)),
    );
  }

  #starts(template: string): readonly Start[] {
    return alternatives(template).flatMap((path): readonly Start[] => {
      const project = projectBaseOf(path);
      if (project !== null)
        return this.#projects.folders(project).map((folder) => {
          const at = { path: folder, isFromVariable: false };
          return { at, rest: path.slice(project.length), project: folder };
        });
      const [base = ""] = BASE.exec(path) ?? [];
      const root = { path: "", isFromVariable: false };
      const bases = base === "" ? [root] : resolveBase(base, this.#machine);
      return bases.map((at) => ({ at, rest: path.slice(base.length), project: null }));
    });
  }

  exists(path: string): boolean {
    return this.#glance.stat(path) !== null;
  }

  #below({ at, rest, project }: Start): readonly Candidate[] {
    const first = rest.split("/").find((part) => part !== "") ?? "";
    const isName = first !== "" && !first.includes("*");
    if (isName && !this.#glance.mayHold(at.path.replace(/\/$/, ""), first)) return [];
    return this.#ways(at.path, rest).flatMap(({ path, labels }) => {
      const stat = this.#glance.stat(path);
      if (stat === null) return [];
      return {
        file: this.#glance.native(path),
        isLink: stat.kind === "link",
        isFromVariable: at.isFromVariable,
        project: project === null ? null : this.#glance.native(project),
        label: labels.length > 0 ? labels.join("/") : null,
      };
    });
  }

  #ways(base: string, rest: string): readonly Way[] {
    const path = base.replace(/\/$/, "");
    const parts = rest.split("/").filter((part) => part !== "");
    return parts.reduce<readonly Way[]>(
      (ways, part) => ways.flatMap((way) => this.#step(way, part)),
      [{ path, labels: [] }],
    );
  }

  #step({ path, labels }: Way, part: string): readonly Way[] {
    if (part === "**") return this.#folders({ path, labels });
    if (!part.includes("*")) return [{ path: `${path}/${part}`, labels }];
    const matches = [...this.#glance.list(path).keys()].toSorted().flatMap((name) => {
      const label = matchName(part, name);
      return label === null ? [] : { path: `${path}/${name}`, labels: [...labels, label] };
    });
    if (matches.length > MAX_MATCHES) this.#tooMany(path, `${MAX_MATCHES} such entries`);
    return matches.slice(0, MAX_MATCHES);
  }

  /** A folder and the folders below it, nearest first; each real folder once, so that links end. */
  #folders(root: Way): readonly Way[] {
    const found = [root];
    const seen = new Set<string>();
    for (let index = 0; index < found.length; index += 1) {
      const { path, labels } = found[index] ?? root;
      if (labels.length - root.labels.length >= MAX_WALK_DEPTH) continue;
      for (const [name, kind] of [...this.#glance.list(path)].toSorted(byName)) {
        const inner = `${path}/${name}`;
        if (SKIPPED.has(name) || (kind !== "folder" && kind !== "link")) continue;
        const real = kind === "link" ? this.#glance.realPath(inner) : inner;
        if (real === null || seen.has(real)) continue;
        seen.add(real);
        if (found.length >= MAX_FOLDERS) {
          this.#tooMany(root.path, `${MAX_FOLDERS} folders`);
          return found;
        }
        found.push({ path: inner, labels: [...labels, name] });
      }
    }
    return found;
  }

  #tooMany(path: string, what: string): void {
    this.#glance.report(path, `holds more than ${what}; the rest was not looked at`);
  }
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
