import { hash } from "node:crypto";

import { projectPage } from "../../ecosystems/pypi/project-page.ts";
import { PinfoldError } from "../../errors.ts";
import type { PythonIndex, ArchiveRequest } from "../../ports/python-index.ts";
import { fetchBytes, type HttpPatience } from "./http.ts";
import { readWheel } from "./wheel.ts";

const PATIENCE: HttpPatience = { request: 30_000, archive: 180_000 };

/** Of the largest project of an index, 40 MB. */
const MAX_PAGE = 128 * 1024 * 1024;
const MAX_ARCHIVE = 512 * 1024 * 1024;
const MAX_PROVENANCE = 16 * 1024 * 1024;

const JSON_TYPE = "application/vnd.pypi.simple.v1+json";

export const pythonIndex: PythonIndex = pythonIndexWith(PATIENCE);

export function pythonIndexWith(patience: HttpPatience): PythonIndex {
  return {
    async project(index, name) {
      const address = `${index.replace(/\/+$/, "")}/${name}/`;
      const { bytes, type, url } = await fetchBytes(address, {
        what: `the index's page of ${name}`,
        accept: `${JSON_TYPE}, text/html;q=0.01`,
        limit: MAX_PAGE,
        timeout: patience.request,
      });
      // An index of HTML alone says neither times nor attestations nor states.
      if (!/\bjson\b/.test(type)) return null;
      return projectPage(bytes.toString("utf8"), { name, url });
    },

    archive: (request) => archiveOf(request, patience),

    async wheel(request) {
      const archive = await archiveOf(request, patience);
      return readWheel(archive, request.file, request.withContents);
    },

    prepare() {
      // Where it cannot be loaded, it is told where it is needed.
      void import("cacache").catch(() => undefined);
    },

    async provenance(url) {
      const { bytes } = await fetchBytes(url, {
        what: "the provenance of a file",
        accept: "application/vnd.pypi.integrity.v1+json, application/json",
        limit: MAX_PROVENANCE,
        timeout: patience.request,
      });
      return bytes;
    },
  };
}

/** Bytes that equal the digest, from pinfold's own cache or the network. */
async function archiveOf(
  { file, url, sha256, cacheFolder, keep }: ArchiveRequest,
  { archive: timeout }: HttpPatience,
): Promise<Buffer> {
  const hex = sha256.slice("sha256:".length);
  const integrity = `sha256-${Buffer.from(hex, "hex").toString("base64")}`;
  const { default: cacache } = await import("cacache");
  try {
    // It reads and compares: what was changed there is no hit.
    return await cacache.get.byDigest(cacheFolder, integrity);
  } catch {
    // Not there, or not it.
  }
  const { bytes } = await fetchBytes(url, {
    what: file,
    accept: "*/*",
    limit: MAX_ARCHIVE,
    timeout,
  });
  const observed = hash("sha256", bytes, "hex");
  if (observed !== hex)
    throw new PinfoldError(
      "refused",
      `${file} has another sha256 than its index says: ${observed}, not ${hex}`,
      "nothing was written; try again, and if it stays so, tell whoever runs the index",
    );
  if (keep) await keepArchive(cacheFolder, sha256, bytes);
  return bytes;
}

/** A cache that cannot be written costs time and nothing else. */
async function keepArchive(cacheFolder: string, key: string, bytes: Buffer): Promise<void> {
  const { default: cacache } = await import("cacache");
  try {
    await cacache.put(cacheFolder, key, bytes, { algorithms: ["sha256"] });
  } catch {
    // The next lock asks for it again.
  }
}
