import { posix } from "node:path";

import type { PythonEnvironmentEvidence, PythonEvidence } from "../model/evidence.ts";
import type { KnownServer } from "./servers.ts";
import type { ReadEnvironment } from "./python-reading.ts";

interface JudgedTrees {
  readonly server: KnownServer;
  readonly trees: readonly PythonEnvironmentEvidence[];
  readonly environments: ReadonlyMap<string, ReadEnvironment>;
}

/** Changed files that are one file in the environments of several servers, by each server's id. */
export function sharedFiles(
  judged: readonly JudgedTrees[],
): ReadonlyMap<string, PythonEvidence["shared"]> {
  const users = new Map<string, { id: string; name: string; path: string }[]>();
  for (const { server, trees, environments } of judged) {
    for (const tree of trees) {
      if (tree.maker === "pipx shared") continue;
      for (const { path, identity } of changedFiles(tree, environments)) {
        const { id, name } = server.entry;
        users.set(identity, [...(users.get(identity) ?? []), { id, name, path }]);
      }
    }
  }
  const found = new Map<string, { path: string; servers: readonly string[] }[]>();
  for (const all of users.values()) {
    const servers = [...new Set(all.map(({ name }) => name))].toSorted();
    if (servers.length < 2) continue;
    for (const { id, path } of all) found.set(id, [...(found.get(id) ?? []), { path, servers }]);
  }
  return found;
}

function changedFiles(
  { root, difference }: PythonEnvironmentEvidence,
  environments: ReadonlyMap<string, ReadEnvironment>,
): { readonly path: string; readonly identity: string }[] {
  const read = environments.get(root);
  if (read === undefined || typeof read === "string") return [];
  return (difference?.changed ?? []).flatMap(({ path: folder, files }) =>
    (files ?? []).flatMap(({ path }) => {
      const inner = posix.normalize(`${folder}/${path}`);
      const identity = read.files.get(inner)?.identity ?? null;
      return identity === null ? [] : [{ path: `${root}/${inner}`, identity }];
    }),
  );
}
