import { fileEvidence, type EvidencePorts } from "../../ecosystems/pypi/file-evidence.ts";
import { prefixOf } from "../../model/npm-tree.ts";
import type { ObservedEvidence } from "../../model/provenance.ts";
import type { IndexProject } from "../../ports/python-index.ts";
import type { PythonResolver, ResolvedArtifact } from "../../ports/python-resolver.ts";
import { type FileEvidence, pythonEvidence } from "../../provenance/python-evidence.ts";
import type { FileEvidenceRecord } from "../../state/file-evidence.ts";
import { quietly } from "../../state/quietly.ts";
import type { State } from "../../state/state.ts";
import type { ResolvedClosure } from "../../verify/python-resolve.ts";
import { pooled } from "../pool.ts";
import type { ChosenPackage } from "./pins.ts";

const AT_ONCE = 16;
/** An index that said nothing of a file today says nothing else today. */
const HOLDS_MS = 86_400_000;

export interface PackageEvidenceContext extends EvidencePorts {
  readonly pythonResolver: PythonResolver;
  readonly state: Pick<State, "fileEvidence">;
  readonly now: Date;
  readonly onProgress: (text: string) => void;
}

export interface ClosureEvidence {
  /** Of packages of an index; what is from a repository or an address has none. */
  readonly of: ReadonlyMap<ChosenPackage, ObservedEvidence>;
  /** Of the server's own project; null where nothing was asked, or the index says nothing. */
  readonly rootPage: IndexProject | null;
}

/**
 * Who made the archives of a closure. Asked are the indexes that uv takes the packages from, the
 * server's own project first: an index that says nothing of that one's files says it of none. One that
 * fails to answer is no reason to pin less: this throws.
 */
export async function closureEvidence(
  context: PackageEvidenceContext,
  { request, resolution }: Pick<ResolvedClosure, "request" | "resolution">,
  {
    packages,
    root,
  }: { readonly packages: readonly ChosenPackage[]; readonly root: ChosenPackage | null },
): Promise<ClosureEvidence> {
  const ofIndex = packages.filter(({ resolved }) => resolved.source === null);
  const known = new Map(ofIndex.map((one) => [one, knownEvidence(context, one)]));
  const lacking = ofIndex.filter((one) => {
    const files = known.get(one);
    return archivesOf(one).some(({ file }) => files?.has(file) !== true);
  });
  const isAsked = lacking.length > 0;
  const { pages, rootPage } = isAsked
    ? await pagesOf(context, { request, resolution }, { lacking, root })
    : { pages: new Map<ChosenPackage, IndexProject | null>(), rootPage: null };
  const wanted = lacking.flatMap((one) => archivesOf(one).map((archive) => ({ one, archive })));
  let done = 0;
  await pooled(wanted, AT_ONCE, async ({ one, archive }) => {
    const found = await fileEvidence(context, pages.get(one) ?? null, archive);
    known.get(one)?.set(archive.file, found);
    done += 1;
    if (found.state === "proved")
      context.onProgress(`asked who built ${done} of ${wanted.length} archives`);
  });
  for (const one of lacking) remember(context, one, known.get(one) ?? new Map());
  const evidence = ofIndex.map((one): [ChosenPackage, ObservedEvidence] => {
    const files = known.get(one);
    const named = archivesOf(one).flatMap(({ file }): [string, FileEvidence][] => {
      const found = files?.get(file);
      return found === undefined ? [] : [[file, found]];
    });
    return [one, pythonEvidence(new Map(named))];
  });
  return { of: new Map(evidence), rootPage };
}

function archivesOf({ chosen: { wheels, sdist } }: ChosenPackage): readonly ResolvedArtifact[] {
  return sdist === null ? wheels : [...wheels, sdist];
}

async function pagesOf(
  { pythonIndex, pythonResolver }: PackageEvidenceContext,
  { request, resolution }: Pick<ResolvedClosure, "request" | "resolution">,
  {
    lacking,
    root,
  }: { readonly lacking: readonly ChosenPackage[]; readonly root: ChosenPackage | null },
): Promise<{
  readonly pages: ReadonlyMap<ChosenPackage, IndexProject | null>;
  readonly rootPage: IndexProject | null;
}> {
  const indexes = await pythonResolver.indexes(request, resolution);
  const pageOf = async ({ resolved: { name } }: ChosenPackage): Promise<IndexProject | null> => {
    const index = indexes.get(name);
    return index === undefined ? null : pythonIndex.project(index, name);
  };
  const isOfIndex = root?.resolved.source === null;
  const rootPage = isOfIndex ? await pageOf(root) : null;
  const silent =
    isOfIndex && rootPage?.knowsProvenance !== true ? indexes.get(root.resolved.name) : undefined;
  const asked = lacking.filter(
    (one) => one !== root && (silent === undefined || indexes.get(one.resolved.name) !== silent),
  );
  const answers = await pooled(
    asked,
    AT_ONCE,
    async (one): Promise<[ChosenPackage, IndexProject | null]> => [one, await pageOf(one)],
  );
  const pages = new Map(answers);
  if (root !== null) pages.set(root, rootPage);
  return { pages, rootPage };
}

/** What was judged not long ago. A damaged record costs time and nothing else. */
function knownEvidence(
  { state, now }: PackageEvidenceContext,
  one: ChosenPackage,
): Map<string, FileEvidence> {
  const { name, version } = one.resolved;
  const record = quietly(() => state.fileEvidence.read(prefixOf(name, version))) ?? {};
  const known = archivesOf(one).flatMap(({ file, sha256 }): [string, FileEvidence][] => {
    const own = record[file];
    const age = now.getTime() - Date.parse(own?.askedAt ?? "");
    if (own?.sha256 !== sha256 || !(age >= 0 && age < HOLDS_MS)) return [];
    const { provenance, reason } = own;
    return [
      [
        file,
        provenance === null
          ? { state: "missing", reason: reason ?? "" }
          : { state: "proved", provenance },
      ],
    ];
  });
  return new Map(known);
}

/** What is not believed is not remembered: it is asked for anew. */
function remember(
  { state, now }: PackageEvidenceContext,
  one: ChosenPackage,
  files: ReadonlyMap<string, FileEvidence>,
): void {
  const { name, version } = one.resolved;
  const askedAt = now.toISOString();
  const record: FileEvidenceRecord = Object.fromEntries(
    archivesOf(one).flatMap(({ file, sha256 }) => {
      const found = files.get(file);
      if (found === undefined || found.state === "invalid") return [];
      const isProved = found.state === "proved";
      const provenance = isProved ? found.provenance : null;
      const reason = isProved ? null : found.reason;
      return [[file, { sha256, askedAt, provenance, reason }]];
    }),
  );
  quietly(() => state.fileEvidence.write(prefixOf(name, version), record));
}
