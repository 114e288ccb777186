/** `PATH,sha256=BASE64URL,SIZE`, with quotes around paths that need them. */
const LINE = /^(?:"((?:[^"]|"")*)"|([^",]*)),([^,"]*),(\d*)$/;
const SHA256 = /^sha256=([A-Za-z0-9_-]{43})=?$/;
const MAX_LINES = 500_000;

/**
 * What the RECORD of a wheel claims: path to sha256 in hex, null where it has another algorithm or
 * none. Null where it is no RECORD. Source: PyPA, "Recording installed projects".
 */
export function recordDigests(text: string): ReadonlyMap<string, string | null> | null {
  const found = new Map<string, string | null>();
  for (const line of text.split(/\r?\n/)) {
    if (line === "") continue;
    const [, quoted, plain = "", claim = ""] = LINE.exec(line) ?? [];
    const path = quoted === undefined ? plain : quoted.replaceAll('""', '"');
    if (path === "" || found.has(path) || found.size >= MAX_LINES) return null;
    const [, digest] = SHA256.exec(claim) ?? [];
    found.set(path, digest === undefined ? null : Buffer.from(digest, "base64url").toString("hex"));
  }
  return found.size === 0 ? null : found;
}
