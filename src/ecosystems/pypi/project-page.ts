import * as v from "valibot";

import { PinfoldError } from "../../errors.ts";
import type { IndexFile, IndexProject } from "../../ports/python-index.ts";
import { normalName } from "./names.ts";

const MAX_FILES = 200_000;

const Text = v.fallback(v.optional(v.pipe(v.string(), v.maxLength(4096))), undefined);
const File = v.looseObject({
  filename: v.pipe(v.string(), v.maxLength(512)),
  url: v.pipe(v.string(), v.maxLength(4096)),
  hashes: v.fallback(v.optional(v.record(v.string(), v.string())), undefined),
  "requires-python": Text,
  yanked: v.fallback(v.optional(v.union([v.boolean(), v.string()])), undefined),
  "upload-time": Text,
  provenance: v.fallback(v.optional(v.nullable(v.string())), undefined),
});
const Page = v.looseObject({
  name: v.string(),
  files: v.pipe(v.array(v.unknown()), v.maxLength(MAX_FILES)),
  "project-status": v.fallback(
    v.optional(v.looseObject({ status: Text, reason: Text })),
    undefined,
  ),
});

/**
 * The JSON page of one project (PEP 691, 700, 740, 792). Throws where it is none. A file that is not
 * as files should be is left out: an index has many that nobody installs.
 *
 * @param url where it was read, which relative addresses start from
 */
export function projectPage(
  text: string,
  { name, url }: { readonly name: string; readonly url: string },
): IndexProject {
  const page = v.safeParse(Page, jsonOf(text));
  if (!page.success || normalName(page.output.name) !== name)
    throw new PinfoldError(
      "network",
      `the index's page of ${name} is not what indexes of Python packages give`,
      "check uv's index settings, then run the command again",
    );
  const parsed = page.output.files.flatMap((one) => {
    const file = v.safeParse(File, one);
    return file.success ? [file.output] : [];
  });
  const status = page.output["project-status"];
  return {
    name,
    files: parsed.flatMap((one) => fileOf(one, url)),
    status: status?.status ?? null,
    statusReason: status?.reason ?? null,
    knowsProvenance: parsed.some(({ provenance }) => provenance !== undefined),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function fileOf(file: v.InferOutput<typeof File>, base: string): readonly IndexFile[] {
  const address = resolved(file.url, base);
  if (address === null) return [];
  const sha256 = file.hashes?.["sha256"]?.toLowerCase();
  const { yanked = false, provenance = null } = file;
  return [
    {
      file: file.filename,
      url: address,
      sha256: sha256 !== undefined && /^[0-9a-f]{64}$/.test(sha256) ? `sha256:${sha256}` : null,
      requiresPython: file["requires-python"] ?? null,
      yanked: yanked === false ? null : yanked === true ? "" : yanked,
      published: file["upload-time"] ?? null,
      provenance: provenance === null ? null : resolved(provenance, base),
    },
  ];
}

function resolved(address: string, base: string): string | null {
  if (!URL.canParse(address, base)) return null;
  const { protocol, href } = new URL(address, base);
  return protocol === "https:" || protocol === "http:" ? href.replace(/#.*$/, "") : null;
}
