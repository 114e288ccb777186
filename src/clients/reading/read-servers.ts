import type { ConfigNode, Problem } from "../../formats/node.ts";
import type { Machine } from "../../ports/machine.ts";
import type { ClientDefinition } from "../define.ts";
import { type Located, pathsOf } from "../finding/locations.ts";
import type { ReadServer } from "../finding/merge.ts";
import type { ConfigContext } from "./reader.ts";
import { expandVariables } from "./variables.ts";

/** What a reader is given beside the file's own facts. */
export type ReaderHelp = Pick<ConfigContext, "companion" | "exists" | "report" | "gap">;

export interface ReadableDocument {
  readonly root: ConfigNode;
  /** Why the client rejects it, else null. */
  readonly broken: Problem | null;
}

/**
 * The servers of one parsed file. Where its client rejects the file, each of them has that as its
 * problem: it is configured, and does not start.
 */
export function readServers(
  client: ClientDefinition,
  located: Located,
  { root, broken }: ReadableDocument,
  machine: Machine,
  help: ReaderHelp,
): readonly ReadServer[] {
  const { location, file, folder, label } = located;
  const { home, platform } = machine;
  const rejected =
    broken === null
      ? null
      : `${client.name} cannot read ${file}:${broken.line}:${broken.column}: ${broken.message}`;
  const read = location.read ?? client.read;
  const paths = pathsOf(machine);
  const beside = (path: string): string => paths.join(folder ?? paths.dirname(file), path);
  const context = { file, folder, home, platform, beside, ...help };
  return read(root, context).map((server): ReadServer => {
    const owner = server.folder ?? folder;
    const values = { home, folder: owner, platform };
    const expanded = expandVariables(server.entry, client.variables ?? {}, values);
    const { written, ...fields } = expanded;
    const { line, column } = server.at;
    const entry = {
      client: client.id,
      clientName: client.name,
      scope: server.scope ?? location.scope,
      name: server.name,
      folder: owner,
      source: { file: server.file ?? file, line, column },
      ...fields,
      disabledBy: null,
      problem: rejected ?? fields.problem,
    };
    return { entry, written, label, isLegacy: location.isLegacy === true };
  });
}
