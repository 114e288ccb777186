import { hash } from "node:crypto";

import { normalName } from "../../ecosystems/pypi/names.ts";
import { parseMetadata } from "../../ecosystems/pypi/metadata.ts";
import { layoutPath, normalVersion, wheelLayout } from "../../ecosystems/pypi/wheel-layout.ts";
import { parseWheelName } from "../../ecosystems/pypi/wheel-tags.ts";
import { recordDigests } from "../../ecosystems/pypi/wheel-record.ts";
import { messageOf, PinfoldError } from "../../errors.ts";
import type { FileDigest } from "../../model/digest.ts";
import type { Wheel } from "../../ports/python-index.ts";
import { zipFiles, ZipRefusal } from "./zip-entries.ts";

/** The longest real METADATA has 300 kB: a long description. */
const MAX_TEXT = 4 * 1024 * 1024;

/** Larger files are no source that a person reads; all together they must fit into memory. */
const KEPT_BYTES = 1024 * 1024;
const MAX_CONTENTS = 256 * 1024 * 1024;

/**
 * Digests a wheel as an installer unpacks it, without writing anything. Throws a PinfoldError `refused`
 * for what no honest builder makes, or what installers do not agree on.
 */
export async function readWheel(
  archive: Buffer,
  file: string,
  withContents = false,
): Promise<Wheel> {
  const name = parseWheelName(file);
  if (name === null) throw refused(file, "has a name that no installer takes");
  try {
    return await digest(archive, {
      name: normalName(name.name),
      version: normalVersion(name.version),
      withContents,
    });
  } catch (thrown) {
    if (thrown instanceof PinfoldError) throw thrown;
    // The library throws plain errors for whatever is no zip.
    throw refused(
      file,
      thrown instanceof ZipRefusal ? thrown.message : `is damaged: ${messageOf(thrown)}`,
    );
  }
}

function refused(file: string, why: string): PinfoldError {
  return new PinfoldError(
    "refused",
    `the wheel ${file} ${why}`,
    "nothing was written; do not use this package, and tell whoever runs the index",
  );
}

async function digest(
  archive: Buffer,
  claimed: { readonly name: string; readonly version: string; readonly withContents: boolean },
): Promise<Wheel> {
  const contents = new Map<string, { size: number; bytes: Uint8Array | null }>();
  const digests = new Map<string, string>();
  const texts = new Map<string, string>();
  let unpackedBytes = 0;
  for await (const { path, bytes } of zipFiles(archive)) {
    unpackedBytes += bytes.length;
    digests.set(path, hash("sha256", bytes, "hex"));
    if (claimed.withContents) {
      const hasRoom = bytes.length <= KEPT_BYTES && unpackedBytes <= MAX_CONTENTS;
      contents.set(path, { size: bytes.length, bytes: hasRoom ? bytes : null });
    }
    const [, text] = /^[^/]+\.dist-info\/(METADATA|RECORD|entry_points\.txt)$/.exec(path) ?? [];
    if (text === undefined) continue;
    if (bytes.length > MAX_TEXT && text !== "RECORD")
      throw new ZipRefusal(`has a ${text} larger than any real one`);
    texts.set(text, bytes.toString("utf8"));
  }
  const layout = wheelLayout([...digests.keys()], claimed);
  if (typeof layout === "string") throw new ZipRefusal(layout);
  const metadata = texts.get("METADATA") ?? "";
  const facts = parseMetadata(metadata);
  if (facts === null) throw new ZipRefusal("has no usable METADATA");
  if (facts.name !== claimed.name || normalVersion(facts.version) !== claimed.version)
    throw new ZipRefusal(`says in its METADATA that it is ${facts.name} ${facts.version}`);

  const files: FileDigest[] = [];
  const placed = new Set<string>();
  const placedContents = new Map<string, { size: number; bytes: Uint8Array | null }>();
  for (const [path, sha256] of digests) {
    const place = layoutPath(path, layout);
    if (place instanceof Error) throw new ZipRefusal(place.message);
    if (place === null) continue;
    const key = place.normalize("NFC").toLowerCase();
    if (placed.has(key)) throw new ZipRefusal(`would install two files as ${place}`);
    placed.add(key);
    files.push({ path: place, sha256 });
    const content = contents.get(path);
    if (content !== undefined) placedContents.set(place, content);
  }
  return {
    sha256: `sha256:${hash("sha256", archive, "hex")}`,
    size: archive.length,
    files,
    unpackedBytes,
    metadata,
    entryPoints: texts.get("entry_points.txt") ?? "",
    contents: placedContents,
    wronglyRecorded: compareRecord(texts.get("RECORD") ?? null, digests, layout.stem),
  };
}

/** A RECORD that names other files than there are is refused; one with wrong digests is told. */
function compareRecord(
  text: string | null,
  digests: ReadonlyMap<string, string>,
  stem: string,
): readonly string[] {
  const recorded = text === null ? null : recordDigests(text);
  if (recorded === null) throw new ZipRefusal("has no usable RECORD");
  const own = ["", ".jws", ".p7s"].map((end) => `${stem}.dist-info/RECORD${end}`);
  for (const path of recorded.keys())
    if (!digests.has(path) && !path.endsWith("/"))
      throw new ZipRefusal(`has a RECORD that names ${path}, which is not there`);
  for (const path of digests.keys())
    if (!recorded.has(path) && !own.includes(path))
      throw new ZipRefusal(`has a RECORD that does not name ${path}`);
  return [...recorded].flatMap(([path, sha256]) =>
    sha256 !== null && sha256 !== digests.get(path) ? [path] : [],
  );
}
