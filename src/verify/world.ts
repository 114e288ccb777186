import type { AuditLog } from "../audit/log.ts";
import type { ClientDefinition } from "../clients/define.ts";
import type { ChainReader } from "../ports/chain-reader.ts";
import type { Disk } from "../ports/disk.ts";
import type { Files } from "../ports/files.ts";
import type { Machine } from "../ports/machine.ts";
import type { NpmSettingsReader } from "../ports/npm-settings.ts";
import type { RpmQuery } from "../ports/rpm-query.ts";
import type { TreeReader } from "../ports/tree-reader.ts";
import type { UserFiles } from "../ports/user-files.ts";

/** Everything outside of the program that judging needs. */
export interface World {
  readonly machine: Machine;
  readonly disk: Disk;
  readonly files: Files;
  readonly audit: AuditLog;
  /** Files that belong to the user and to other programs; only on a person's word. */
  readonly userFiles: UserFiles;
  readonly treeReader: TreeReader;
  /** Absent where this thread reads all chains itself. */
  readonly chainReader?: ChainReader;
  readonly npmSettings: NpmSettingsReader;
  readonly rpmQuery: RpmQuery;
  readonly clients: readonly ClientDefinition[];
  readonly version: string;
}

/** The options that commands share; null or empty where not given. */
export interface Scope {
  readonly servers: readonly string[];
  readonly lockfiles: string | null;
  readonly client: string | null;
  readonly configs: ReadonlyMap<string, string>;
  readonly clientPath: string | null;
  readonly projects: readonly string[];
}
