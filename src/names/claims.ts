/** What a package says of where it comes from, as far as it was looked at. */
export interface OwnClaims {
  /** `mcpName` of package.json, or `mcp-name:` in the description of a PyPI project. */
  readonly mcpName: string | null;
  /** The repository that its own metadata names. */
  readonly repository: string | null;
  /** The repository that its verified provenance was built from; null without provenance. */
  readonly builtFrom: string | null;
}

/** Two of these that contradict each other, in a sentence. */
export function contradictions({ mcpName, repository, builtFrom }: OwnClaims): readonly string[] {
  const [named, built] = [hostedOf(repository), hostedOf(builtFrom)];
  const claimed = mcpName === null ? null : claimedOwner(mcpName);
  return [
    named !== null && built !== null && !isSame(named, built)
      ? `it names the repository ${repository ?? ""}, and its provenance says that it was built from ${builtFrom ?? ""}`
      : null,
    claimed !== null && named !== null && !isOwner(claimed, named)
      ? `its MCP name ${mcpName ?? ""} is of ${claimed.owner} on ${claimed.host}, and its repository is ${repository ?? ""}`
      : null,
    claimed !== null && built !== null && !isOwner(claimed, built)
      ? `its MCP name ${mcpName ?? ""} is of ${claimed.owner} on ${claimed.host}, and it was built from ${builtFrom ?? ""}`
      : null,
  ].filter((text) => text !== null);
}

interface Hosted {
  readonly host: string;
  readonly owner: string;
  readonly name: string;
}

/**
 * Host, owner and name of a repository in any of the forms that metadata has: an address, `git@host:o/r.git`,
 * `git+ssh://`, `github:o/r`, `o/r`. Null for what names none.
 */
export function hostedOf(text: string | null): Hosted | null {
  if (text === null) return null;
  const short = /^(?:(github|gitlab|bitbucket):)?([\w.-]+)\/([\w.-]+?)(?:\.git)?$/.exec(text);
  const [, provider = "github", owner, name] = short ?? [];
  if (owner !== undefined && name !== undefined && !owner.includes(":"))
    return hosted(HOSTS[provider] ?? "", owner, name);
  const long =
    /^(?:git\+)?(?:[a-z+]+:\/\/)?(?:[^@/\s]+@)?([\w.-]+\.[a-z]{2,})(?::\d+)?[/:]([^/\s]+)\/([^/\s#?]+)/i.exec(
      text,
    );
  const [, host, longOwner, longName] = long ?? [];
  if (host === undefined || longOwner === undefined || longName === undefined) return null;
  return hosted(host, longOwner, longName.replace(/\.git$/, ""));
}

const HOSTS: Readonly<Record<string, string>> = {
  github: "github.com",
  gitlab: "gitlab.com",
  bitbucket: "bitbucket.org",
};

function hosted(host: string, owner: string, name: string): Hosted {
  const lower = (text: string): string => text.toLowerCase();
  return { host: lower(host).replace(/^www\./, ""), owner: lower(owner), name: lower(name) };
}

function isSame(a: Hosted, b: Hosted): boolean {
  return a.host === b.host && a.owner === b.owner && a.name === b.name;
}

/**
 * Who a name of the MCP registry belongs to: `io.github.OWNER/NAME` was proved by a login there. A reversed
 * domain says nothing about a code host.
 */
function claimedOwner(mcpName: string): { readonly host: string; readonly owner: string } | null {
  const [, provider, owner] = /^io\.(github|gitlab)\.([^/]+)\//i.exec(mcpName) ?? [];
  return provider === undefined || owner === undefined
    ? null
    : { host: HOSTS[provider.toLowerCase()] ?? "", owner: owner.toLowerCase() };
}

function isOwner(claimed: { readonly host: string; readonly owner: string }, at: Hosted): boolean {
  return claimed.host === at.host && claimed.owner === at.owner;
}
