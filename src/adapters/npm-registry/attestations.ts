import { systemCodeOf } from "../../errors.ts";
import type { AttestationAnswer } from "../../model/provenance.ts";
import type { AttestationMemory, AttestationQuestion } from "../../ports/npm-registry.ts";
import { ETAG } from "./etag.ts";

// The largest real answer that was met has 60 KB.
const MAX_BYTES = 8 * 1024 * 1024;

/**
 * Asks the registry that serves a package for its attestations. The address that metadata names is not
 * asked: whoever writes the metadata would choose who answers.
 */
export async function attestationsOf(
  { name, version }: AttestationQuestion,
  memory: AttestationMemory,
  options: Readonly<Record<string, unknown>>,
): Promise<AttestationAnswer> {
  const { default: request } = await import("npm-registry-fetch");
  const { default: parse } = await import("npm-package-arg");
  const registry = request.pickRegistry(name, { ...options });
  const escaped = parse(name).escapedName ?? name;
  const url = `${registry.replace(/\/+$/, "")}/-/npm/v1/attestations/${escaped}@${version}`;
  const known = memory.read(url);
  const headers = { accept: "application/json", ...(known && { "if-none-match": known.etag }) };
  let response: Awaited<ReturnType<typeof request>>;
  try {
    response = await request(url, { ...options, spec: name, cache: undefined, headers });
  } catch (thrown) {
    const reason = refusalOf(thrown);
    if (reason === null) throw thrown;
    return { state: "none", reason };
  }
  if (response.status === 304 && known !== null) return { state: "found", bytes: known.bytes };
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.length;
    if (length > MAX_BYTES)
      return { state: "refused", reason: "the registry's answer is larger than any real one" };
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  const etag = response.headers.get("etag") ?? "";
  if (ETAG.test(etag)) memory.write(url, { etag, bytes });
  return { state: "found", bytes };
}

/** A registry that does not have them, or does not know the question, says so by one of these. */
function refusalOf(thrown: unknown): string | null {
  const status = Number(/^E(4\d\d)$/.exec(systemCodeOf(thrown) ?? "")?.[1]);
  if (status === 404) return "the registry has none";
  return status >= 400 && status < 500 && status !== 408 && status !== 429
    ? `the registry does not give them (status ${status})`
    : null;
}
