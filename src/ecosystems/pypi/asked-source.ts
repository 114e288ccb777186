import type { PypiPackagePin } from "../../lockfile/pypi-schema.ts";
import type { AskedPackage, OfferedVersion } from "../../model/online.ts";
import type { ResolvedPackage } from "../../ports/python-resolver.ts";

/**
 * What the next start takes of a package that comes from a repository or an address: no index speaks
 * for it. Another commit, or another archive behind the address, is another version.
 */
export function askedSource(
  name: string,
  pin: PypiPackagePin,
  next: ResolvedPackage | null,
): AskedPackage {
  const { version, source, artifacts } = pin;
  const offer = (text: string, order: OfferedVersion["order"]): OfferedVersion => ({
    version: text,
    order,
    published: null,
    ageHours: null,
    cooldownEnds: null,
    publisher: null,
    isSamePublisher: null,
  });
  const base = {
    package: name,
    registry: "its address",
    pinned: version,
    held: "same",
    digests: null,
    deprecated: null,
    newest: null,
  } as const;
  if (next === null) return { ...base, next: offer(version, "same") };
  const commit = source !== undefined && "commit" in source ? String(source.commit) : null;
  if (next.source !== null && "git" in next.source) {
    const isSame = next.source.commit === commit;
    const text = isSame ? version : `${next.version} at commit ${next.source.commit.slice(0, 12)}`;
    return { ...base, next: offer(text, isSame ? "same" : "newer") };
  }
  const pinned = new Map(artifacts.map(({ file, sha256 }) => [file, sha256]));
  const other = [...next.wheels, ...(next.sdist === null ? [] : [next.sdist])].find(
    ({ file, sha256 }) => pinned.has(file) && pinned.get(file) !== sha256,
  );
  const digests =
    other === undefined ? null : { pinned: pinned.get(other.file) ?? "", observed: other.sha256 };
  return {
    ...base,
    held: digests === null ? "same" : "republished",
    digests,
    next: offer(next.version, next.version === version ? "same" : "newer"),
  };
}
