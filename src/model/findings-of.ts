/** Places in a list of findings, by the id of each server that they concern. */
export function findingsOf(
  findings: readonly { readonly servers: readonly string[] }[],
): (server: string) => readonly number[] {
  const known = new Map<string, number[]>();
  for (const [index, { servers }] of findings.entries())
    for (const server of new Set(servers)) {
      const own = known.get(server);
      if (own === undefined) known.set(server, [index]);
      else own.push(index);
    }
  return (server) => known.get(server) ?? [];
}
