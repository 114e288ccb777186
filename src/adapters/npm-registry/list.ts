import ssri from "ssri";
import * as v from "valibot";

import { PinfoldError, systemCodeOf } from "../../errors.ts";
import type {
  AnswerMemory,
  ListAnswer,
  ListedVersion,
  ListQuestion,
  PackageList,
} from "../../ports/npm-registry.ts";
import { ETAG } from "./etag.ts";
import { isDefaultRegistry } from "./default-registry.ts";
import { Signatures } from "./signatures.ts";

// The longest list of a real MCP server that was met has 9 MB.
const MAX_BYTES = 64 * 1024 * 1024;

const Text = v.fallback(v.optional(v.string()), undefined);
const Texts = v.fallback(v.record(v.string(), v.string()), {});
const Version = v.looseObject({
  dist: v.fallback(v.looseObject({ integrity: Text, signatures: Signatures }), { signatures: [] }),
  engines: v.fallback(v.record(v.string(), v.string()), {}),
  deprecated: Text,
  _npmUser: v.fallback(v.optional(v.looseObject({ name: Text })), undefined),
});
const Packument = v.looseObject({
  name: v.string(),
  "dist-tags": Texts,
  versions: v.optional(v.record(v.string(), v.unknown()), {}),
  time: v.fallback(v.record(v.string(), v.unknown()), {}),
});

/**
 * Asks for the full form of a package's list: the short one has neither times nor publishers. npm
 * itself picks from the short one, which has the same versions, tags and engines.
 */
export async function listOf(
  { name, spec, nodeVersion, npmVersion, settings }: ListQuestion,
  memory: AnswerMemory,
  options: Readonly<Record<string, unknown>>,
): Promise<ListAnswer> {
  const { default: request } = await import("npm-registry-fetch");
  const { default: parse } = await import("npm-package-arg");
  const registry = request.pickRegistry(name, { ...options });
  const url = `${registry.replace(/\/+$/, "")}/${parse(name).escapedName ?? name}`;
  const known = memory.read(url);
  const response = await request(url, {
    ...options,
    // No cache of npm's: where a registry is gone, it answers from what it kept.
    cache: undefined,
    headers: {
      accept: "application/json",
      ...(known?.etag == null ? {} : { "if-none-match": known.etag }),
    },
  });
  const list = await answerOf(response, name, known?.etag == null ? null : known.list);
  const etag = response.headers.get("etag") ?? "";
  if (response.status !== 304) memory.write(url, { etag: ETAG.test(etag) ? etag : null, list });
  const pick = await picker(name, list, { ...options, nodeVersion, npmVersion });
  return {
    registry: new URL(registry).host,
    isDefault: isDefaultRegistry(registry, settings),
    list,
    before: known?.list ?? null,
    picked: pick(parse(spec).fetchSpec ?? ""),
    newest: pick(""),
  };
}

async function answerOf(
  response: { readonly status: number; readonly body: AsyncIterable<Uint8Array> },
  name: string,
  known: PackageList | null,
): Promise<PackageList> {
  if (response.status === 304 && known !== null) return known;
  if (response.status !== 200)
    throw Object.assign(new Error(`status ${response.status}`), { code: "ESTATUS" });
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.length;
    if (length > MAX_BYTES)
      throw new PinfoldError(
        "network",
        `${name}: the registry's answer is larger than any real one`,
        "ask whoever runs the registry",
      );
    chunks.push(chunk);
  }
  const packument = v.parse(Packument, JSON.parse(Buffer.concat(chunks).toString("utf8")));
  if (packument.name !== name)
    throw new PinfoldError(
      "network",
      `the registry answers ${packument.name} for ${name}`,
      "ask whoever runs the registry",
    );
  return reduced(packument);
}

/** Kept small: this is what is remembered until the registry says that it changed. */
function reduced(packument: v.InferOutput<typeof Packument>): PackageList {
  const { time } = packument;
  const versions = Object.entries(packument.versions).flatMap(
    ([version, raw]): [string, ListedVersion][] => {
      const parsed = v.safeParse(Version, raw);
      if (!parsed.success) return [];
      const { dist, engines, deprecated, _npmUser } = parsed.output;
      const published = time[version];
      const listed: ListedVersion = {
        integrity: sha512Of(dist.integrity),
        published: typeof published === "string" ? published : null,
        publisher: _npmUser?.name ?? null,
        deprecated: deprecated === undefined || deprecated === "" ? null : deprecated,
        engines,
        signatures: dist.signatures,
      };
      return [[version, listed]];
    },
  );
  const names = new Set(versions.map(([version]) => version));
  const gone = Object.keys(time).filter((key) => /^\d/.test(key) && !names.has(key));
  return { tags: packument["dist-tags"], versions: Object.fromEntries(versions), gone };
}

function sha512Of(integrity: string | undefined): string | null {
  const [digest] = (integrity === undefined ? null : ssri.parse(integrity))?.["sha512"] ?? [];
  return digest === undefined ? null : `sha512-${digest.digest}`;
}

/** npm's own choice among what is offered. */
async function picker(
  name: string,
  { tags, versions }: PackageList,
  options: Record<string, unknown>,
): Promise<(wanted: string) => string | null> {
  const { default: pick } = await import("npm-pick-manifest");
  const known = Object.entries(versions);
  const packument = {
    name,
    "dist-tags": tags,
    versions: Object.fromEntries(
      known.map(([version, { engines, deprecated }]) => [
        version,
        { name, version, engines, ...(deprecated === null ? {} : { deprecated }) },
      ]),
    ),
    time: Object.fromEntries(
      known.flatMap(([version, { published }]) =>
        published === null ? [] : [[version, published]],
      ),
    ),
  };
  return (wanted) => {
    try {
      return pick(packument, wanted, options).version;
    } catch (thrown) {
      const code = systemCodeOf(thrown);
      if (code === "ETARGET" || code === "ENOVERSIONS") return null;
      throw thrown;
    }
  };
}
