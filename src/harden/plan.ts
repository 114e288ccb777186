import { isDeepStrictEqual } from "node:util";

import type { Discovery } from "../clients/discover.ts";
import { type Intended, isIntended } from "../edits/intended.ts";
import type { EditPart } from "../edits/apply.ts";
import { openForEdit, type PlannedEdit, planEdit, type Splice, spliced } from "../edits/plan.ts";
import { PinfoldError } from "../errors.ts";
import { type ConfigNode, membersOf } from "../formats/node.ts";
import { type ConfigFormat, parseConfig } from "../formats/read.ts";
import type { Disk } from "../ports/disk.ts";
import type { UserFile, UserFiles } from "../ports/user-files.ts";
import type { KnownServer } from "../verify/servers.ts";
import type { Decision } from "./define.ts";
import { left } from "./obstacles.ts";
import { rewriteCommand } from "./rewrite.ts";

/** A server and what is to become of it. */
export interface Decided {
  readonly server: KnownServer;
  readonly decision: Decision;
}

/** The changes of one file. */
export interface PlannedFile {
  readonly edit: PlannedEdit;
  /** What is replaced for which servers, by their ids. */
  readonly parts: readonly EditPart[];
  /** The servers whose entries they are: clients that read one file have the same. */
  readonly servers: readonly Decided[];
}

export interface HardenPlan {
  readonly files: readonly PlannedFile[];
  /** What stays as it is, with those whose file cannot be changed. */
  readonly others: readonly Decided[];
}

export interface PlanContext {
  readonly disk: Disk;
  readonly userFiles: UserFiles;
  readonly discovery: Discovery;
}

/** Turns decisions into changes of files, each read again and compared with what was meant. */
export function planHardening(context: PlanContext, decided: readonly Decided[]): HardenPlan {
  const wanted = decided.filter(({ decision }) => decision.kind === "rewrite");
  const others = decided.filter(({ decision }) => decision.kind !== "rewrite");
  const files: PlannedFile[] = [];
  for (const file of new Set(wanted.map(({ server }) => server.entry.source.file))) {
    const own = wanted.filter(({ server }) => server.entry.source.file === file);
    try {
      const planned = planFile(context, file, own);
      others.push(...planned.others);
      if (planned.file !== null) files.push(planned.file);
    } catch (thrown) {
      if (!(thrown instanceof PinfoldError)) throw thrown;
      const decision = left(thrown.message, thrown.hint);
      others.push(...own.map(({ server }) => ({ server, decision })));
    }
  }
  return { files, others };
}

function planFile(
  { disk, userFiles, discovery }: PlanContext,
  path: string,
  decided: readonly Decided[],
): { readonly file: PlannedFile | null; readonly others: readonly Decided[] } {
  const format = formatOf(discovery, path);
  const editable = openForEdit(userFiles, path, format);
  if (editable === null) throw changedMeanwhile(path);
  refuseOutside(disk, editable.file, decided);
  const { root } = parseConfig(editable.text, format);
  if (root === null) throw changedMeanwhile(path);
  const done = new Map<ConfigNode, Decided>();
  const parts = new Map<ConfigNode, { about: string[]; splices: readonly Splice[] }>();
  const changed: Decided[] = [];
  const others: Decided[] = [];
  let splices: readonly Splice[] = [];
  let intended: Intended = { replaced: new Map(), added: new Map() };
  for (const one of decided) {
    const written = discovery.written.get(one.server.entry.id);
    const node = written === undefined ? null : sameNode(root, written.node);
    if (written === undefined || node === null || one.decision.kind !== "rewrite")
      throw changedMeanwhile(path);
    const twin = done.get(node);
    if (twin !== undefined) {
      // Another client reads the same entry: it gets what that one gets, or it is not settled.
      const isSame = isDeepStrictEqual(twin.decision, one.decision);
      if (isSame) changed.push(one);
      else others.push({ ...one, decision: DIFFERENT });
      if (isSame) parts.get(node)?.about.push(one.server.entry.id);
      continue;
    }
    const entry = { ...written, node };
    const own = rewriteCommand(editable.text, format, entry, one.decision.next);
    const both = own === null ? null : joined(splices, intended, own);
    const isExact =
      both !== null &&
      isIntended(root, spliced(editable.text, both.splices), format, both.intended);
    if (own === null || both === null || !isExact) {
      others.push({ ...one, decision: INEXACT });
      continue;
    }
    ({ splices, intended } = both);
    done.set(node, one);
    parts.set(node, { about: [one.server.entry.id], splices: own.splices });
    changed.push(one);
  }
  const edit = planEdit(editable, spliced(editable.text, splices));
  return {
    file: edit === null ? null : { edit, parts: [...parts.values()], servers: changed },
    others,
  };
}

const INEXACT = left(
  "its entry is written so that it cannot be changed without losing something",
  "write its command and arguments out: one list, without comments among them or YAML aliases",
);
const DIFFERENT = left(
  "two clients read the entry, and each would start something else by it",
  "give each client a file of its own",
);

function joined(
  splices: readonly Splice[],
  intended: Intended,
  own: { readonly splices: readonly Splice[]; readonly intended: Intended },
) {
  return {
    splices: [...splices, ...own.splices],
    intended: {
      replaced: new Map([...intended.replaced, ...own.intended.replaced]),
      added: new Map([...intended.added, ...own.intended.added]),
    },
  };
}

function formatOf({ readings }: Discovery, path: string): ConfigFormat {
  const found = readings.filter(({ file }) => file === path).map(({ format }) => format);
  // The strictest reader of a file decides how it may be written.
  return found.includes("json") ? "json" : (found[0] ?? "json");
}

/** The same value at the same place of a file that was read again; null where it is another one. */
function sameNode(at: ConfigNode, wanted: ConfigNode): ConfigNode | null {
  if (at.line === wanted.line && at.column === wanted.column && isDeepStrictEqual(at, wanted))
    return at;
  const below = at.type === "array" ? at.items : membersOf(at).map(({ value }) => value);
  for (const one of below) {
    const found = sameNode(one, wanted);
    if (found !== null) return found;
  }
  return null;
}

/** A project's file that is a link out of the project is somebody else's file. */
function refuseOutside(disk: Disk, { path, real }: UserFile, [first]: readonly Decided[]): void {
  const { scope, folder } = first?.server.entry ?? { scope: "user", folder: null };
  if (real === path || scope !== "project" || folder === null) return;
  const inside = disk.realPath(folder) ?? folder;
  if (real.startsWith(`${inside}/`) || real === path) return;
  throw new PinfoldError(
    "refused",
    `${path} is a link to ${real}, outside of its project`,
    "change that file itself if it is yours",
  );
}

function changedMeanwhile(path: string): PinfoldError {
  return new PinfoldError(
    "refused",
    `${path} was changed by another program meanwhile`,
    "run the command again",
  );
}
