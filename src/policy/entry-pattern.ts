/**
 * What an `accepted` entry of a policy covers:
 *
 * - `remote:https://mcp.example.com/*`: an address, or every address below a path
 * - `opaque:COMMAND ARGUMENTS`: a command line, its words parted by blanks; one that is not a plain word
 *   in double quotes, as in JSON; secrets as `<secret>`
 *
 * A star stands at the end of an address, after a slash that follows its host: else
 * `https://mcp.example.com*` would also be `https://mcp.example.com.evil.test`.
 */
export const ENTRY_PATTERN =
  /^(?:remote:https?:\/\/[A-Za-z0-9.-]+(?::[0-9]{1,5})?\/(?:[^\s*#@]*|(?:[^\s*#@]*\/)?\*)|opaque:[^\s*][^*]*)$/;

/** What is compared: one entry of a configuration. */
export interface AcceptableEntry {
  /** The remote end, of a remote entry or of a bridge. */
  readonly endpoint: string | null;
  /** The command line of an entry that was not understood, without secrets; else null. */
  readonly opaqueLine: string | null;
}

export function coversEntry(pattern: string, { endpoint, opaqueLine }: AcceptableEntry): boolean {
  const [, kind, text = ""] = /^(remote|opaque):(.*)$/s.exec(pattern) ?? [];
  if (kind === "opaque") return opaqueLine === text;
  const address = endpoint === null ? null : plainAddress(endpoint);
  const wanted = plainAddress(text.replace(/\*$/, ""));
  if (address === null || wanted === null) return false;
  return text.endsWith("/*") ? address.startsWith(wanted) : address === wanted;
}

/**
 * An address as every client reads it: `..` resolved, the host in lower case. Null for one with a
 * user's name or with a variable in it: where that leads nobody knows here.
 */
function plainAddress(text: string): string | null {
  if (/[\\\s]|\$\{|\{\{|%[sd]\b/.test(text)) return null;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  if (url.username !== "" || url.password !== "") return null;
  // An encoded slash or dot is resolved by some servers and not by others.
  if (/%(?:2f|2e|5c)/i.test(url.pathname)) return null;
  return `${url.protocol}//${url.host}${url.pathname}${url.search}`;
}
