import { basename } from "node:path/posix";

import type { ChainRequest, CodeTree, ObservedChain } from "../model/chain-reading.ts";
import type {
  Chain,
  ChainHazard,
  ChainProgram,
  Lookup,
  PathEntryKind,
} from "../model/launcher-chain.ts";
import { DiskError, type EntryStat } from "../ports/disk.ts";
import type { DiskView } from "./disk-view.ts";

const STICKY = 0o1000;
const SETUID = 0o4000;
const SETGID = 0o2000;

/**
 * What is wrong with a chain on any machine, without a pin: who else can change a file or folder of
 * it, or put something in front of it. Each file and folder is named once.
 */
export function hazardsOf(
  view: DiskView,
  request: Pick<ChainRequest, "command" | "cwd">,
  chain: ObservedChain,
): readonly ChainHazard[] {
  const finder = new HazardFinder(view);
  if (request.command.includes("/") && !request.command.startsWith("/"))
    finder.note({
      kind: "relative-command",
      name: request.command,
      path: request.command,
      detail: request.cwd,
      isGrave: false,
    });
  for (const tree of chain.trees) finder.tree(request.command, tree);
  for (const program of chain.programs) finder.program(program);
  for (const { usedBy, raw, kind, folder } of chain.libraryFolders)
    if (kind === "absolute") finder.folderBefore(basename(usedBy), folder);
    else
      finder.note({
        kind: "path-entry",
        name: basename(usedBy),
        path: raw,
        detail: `the library path of ${basename(usedBy)} has ${articleOf(kind)} entry`,
        isGrave: false,
      });
  finder.code(request.command, chain);
  return finder.found;
}

type Draft = Pick<ChainHazard, "kind" | "name" | "path" | "detail"> &
  Partial<Pick<ChainHazard, "isGrave" | "wouldRun" | "others">>;

class HazardFinder {
  readonly found: ChainHazard[] = [];
  readonly #noted = new Set<string>();
  /** What holds for a whole folder is not said of its files again. */
  readonly #told: Pick<ChainHazard, "kind" | "path" | "detail">[] = [];
  readonly #view: DiskView;

  constructor(view: DiskView) {
    this.#view = view;
  }

  note(draft: Draft): void {
    const { kind, path, detail } = draft;
    const key = `${kind} ${path}`;
    const isTold = this.#told.some(
      (one) => one.kind === kind && one.detail === detail && path.startsWith(`${one.path}/`),
    );
    if (isTold || this.#noted.has(key)) return;
    this.#noted.add(key);
    if (draft.others !== undefined) this.#told.push({ kind, path, detail });
    this.found.push({ isGrave: true, wouldRun: null, ...draft });
  }

  program(program: ChainProgram): void {
    const { name, path, problem, shim, lookup } = program;
    if (lookup !== null) this.#lookup(name, lookup);
    if (problem !== null) {
      const kind = problem === "not-executable" || problem === "too-deep" ? "missing" : problem;
      this.note({ kind, name, path, detail: program.usedBy ?? "" });
    }
    if (!path.startsWith("/")) return;
    const way = this.#view.walk(path);
    this.folders(name, way.folders);
    for (const hop of way.hops)
      if (hop.owner.startsWith("uid "))
        this.note({ kind: "foreign-owner", name, path: hop.path, detail: hop.owner });
    if (way.stat?.kind === "file" && way.real !== null) this.#file(name, way.real, way.stat);
    if (shim !== null) this.note({ kind: "shim", name, path, detail: shim, isGrave: false });
  }

  folders(name: string, folders: readonly string[]): void {
    for (const folder of folders) {
      const stat = this.#stat(folder);
      if (stat !== null) this.#access(name, folder, stat, (stat.mode & STICKY) !== 0);
    }
  }

  /**
   * The launcher's code: who can write to a file of it need not touch the program. An archive that was
   * unpacked carelessly has thousands of such files, and is one hazard.
   */
  tree(name: string, { root, folders, entries }: CodeTree): void {
    const inside = new HazardFinder(this.#view);
    inside.folders(name, folders);
    for (const { path } of entries) {
      const file = `${root}/${path}`;
      const stat = this.#stat(file);
      if (stat !== null && stat.kind !== "link") inside.#access(name, file, stat, false);
    }
    const alike = Map.groupBy(inside.found, ({ kind, detail }) => `${kind} ${detail}`);
    for (const [first, ...others] of alike.values()) {
      if (first === undefined) continue;
      if (others.length === 0) this.note(first);
      else this.note({ ...first, path: root, others: others.length });
    }
  }

  code(name: string, { unread, unfollowed, uncovered }: Chain): void {
    for (const { path, problem } of unread) {
      const kind = problem === "changing" ? "changing" : "unreadable";
      this.note({ kind, name, path, detail: "" });
    }
    if (unfollowed !== null)
      this.note({ kind: "unfollowed", name, path: unfollowed, detail: "", isGrave: false });
    for (const { path, why } of uncovered)
      this.note({ kind: "uncovered", name, path, detail: why, isGrave: false });
  }

  #file(name: string, path: string, stat: EntryStat): void {
    this.#access(name, path, stat, false);
    if ((stat.mode & (SETUID | SETGID)) !== 0) {
      const detail = (stat.mode & SETUID) === 0 ? "setgid" : "setuid";
      this.note({ kind: "setuid", name, path, detail });
    }
  }

  #access(name: string, path: string, stat: EntryStat, isSticky: boolean): void {
    const { people } = this.#view;
    if (people.isForeign(stat.uid)) {
      const isGrave = !people.isNobodys(stat.uid);
      this.note({ kind: "foreign-owner", name, path, detail: people.ownerOf(stat.uid), isGrave });
    }
    if (isSticky) return;
    if ((stat.mode & 0o002) !== 0) this.note({ kind: "writable", name, path, detail: "everybody" });
    else if ((stat.mode & 0o020) !== 0 && people.isForeignGroup(stat.gid))
      this.note({ kind: "writable", name, path, detail: `group ${stat.gid}`, isGrave: false });
  }

  /** What is before the chosen candidate on the PATH, or could be put there. */
  #lookup(name: string, { entries, candidates, chosen }: Lookup): void {
    for (const [index, { raw, kind, folder }] of entries.entries()) {
      if (kind !== "absolute") {
        const there = candidates.find(({ entry, state }) => entry === index && state === "program");
        const detail = `the PATH has ${articleOf(kind)} entry`;
        const wouldRun = there?.path ?? null;
        // Named by what is written, since that is what a person looks for.
        this.note({
          kind: "path-entry",
          name,
          path: raw,
          detail,
          isGrave: there !== undefined,
          wouldRun,
        });
      }
      if (chosen !== null && index >= chosen.entry) continue;
      this.folderBefore(name, folder);
    }
    for (const { path, entry, state } of candidates) {
      if (state === "latent" && (chosen === null || entry < chosen.entry))
        this.note({ kind: "latent", name, path, detail: "", isGrave: false });
    }
  }

  folderBefore(name: string, folder: string): void {
    const way = this.#view.walk(folder);
    this.folders(name, way.folders);
    if (way.stat?.kind === "folder" && way.real !== null) {
      // Who may write into a folder of the PATH can add a program, sticky or not.
      if ((way.stat.mode & 0o002) !== 0)
        this.note({ kind: "writable", name, path: way.real, detail: "everybody" });
      return;
    }
    if (way.stat !== null || way.problem !== null || way.endsInLink) return;
    const last = way.folders.at(-1) ?? "/";
    const stat = this.#stat(last);
    if (stat === null) return;
    const isForeign = this.#view.people.isForeign(stat.uid);
    const isEverybodys = (stat.mode & 0o002) !== 0;
    const isGroups = (stat.mode & 0o020) !== 0 && this.#view.people.isForeignGroup(stat.gid);
    if (isEverybodys || isForeign || isGroups) {
      const detail = isEverybodys
        ? "everybody"
        : isForeign
          ? `uid ${stat.uid}`
          : `group ${stat.gid}`;
      this.note({ kind: "creatable", name, path: folder, detail });
    }
  }

  #stat(path: string): EntryStat | null {
    try {
      return this.#view.stat(path);
    } catch (thrown) {
      if (thrown instanceof DiskError) return null;
      throw thrown;
    }
  }
}

function articleOf(kind: PathEntryKind): string {
  return kind === "relative" ? "a relative" : `an ${kind}`;
}
