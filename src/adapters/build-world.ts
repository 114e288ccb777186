import { homedir } from "node:os";

import type { ClientDefinition } from "../clients/define.ts";
import type { DoctorPorts } from "../doctor/world.ts";
import { PinfoldError } from "../errors.ts";
import type { LockWorld } from "../lock/world.ts";
import type { Machine } from "../ports/machine.ts";
import type { NpmRegistry } from "../ports/npm-registry.ts";
import type { TrustRoot } from "../provenance/trust-root.ts";
import { foldersOf } from "../state/folders.ts";
import type { World } from "../verify/world.ts";
import { auditedFiles } from "./audited-files.ts";
import { NodeDisk } from "./node-disk.ts";
import { npmSettingsReader } from "./npm-settings.ts";
import { recordedFolders } from "./recorded-folders.ts";
import { rpmQuery } from "./rpm-query.ts";
import { besideChainReader } from "./tree-reader/chain-reader.ts";
import { threadedTreeReader } from "./tree-reader/index.ts";
import { nodeUserFiles } from "./user-files.ts";

/**
 * This machine, as the program sees it. `now` is read here and nowhere else.
 *
 * @param command who writes into the audit log
 */
export function buildWorld(
  version: string,
  command: string,
  clients: readonly ClientDefinition[],
): World {
  const { platform } = process;
  if (platform !== "linux" && platform !== "darwin" && platform !== "win32")
    throw new PinfoldError("usage", `${platform} is not supported`, "Linux, macOS and Windows are");
  const machine: Machine = {
    platform,
    arch: process.arch,
    home: homedir(),
    cwd: process.cwd(),
    env: process.env,
    now: new Date(),
    ...recordedFolders(),
  };
  const disk = new NodeDisk();
  return {
    machine,
    disk,
    ...auditedFiles(machine, disk, command),
    userFiles: nodeUserFiles,
    treeReader: threadedTreeReader,
    chainReader: besideChainReader,
    npmSettings: npmSettingsReader,
    rpmQuery,
    clients,
    version,
  };
}

export { nodeClientEnvironment as clientEnvironment } from "./client-environment.ts";
export { nodeOwnProgram as ownProgram } from "./own-program.ts";

/** Where the agent's own files and its socket are. */
export function agentFolder({ machine }: World): string {
  return `${foldersOf(machine).state}/agent`;
}

/** What `doctor` alone asks of this machine. */
export async function doctorPorts(): Promise<DoctorPorts> {
  const { localProbes } = await import("./local-probes.ts");
  const prober = async () => (await import("./mcp-prober/index.ts")).mcpProber;
  const self = [process.execPath, ...process.execArgv, process.argv[1] ?? ""];
  return { probes: localProbes, prober, self };
}

/** npm's registry, with its libraries, once it is asked for something: Python's servers need none of it. */
function lazyRegistry(): NpmRegistry {
  let registry: NpmRegistry | null = null;
  const loaded = async (): Promise<NpmRegistry> =>
    (registry ??= (await import("./npm-registry/index.ts")).npmRegistry());
  return {
    describe: async (...args) => (await loaded()).describe(...args),
    fetch: async (...args) => (await loaded()).fetch(...args),
    attestations: async (...args) => (await loaded()).attestations(...args),
    list: async (...args) => (await loaded()).list(...args),
    resolve: async (...args) => (await loaded()).resolve(...args),
    unpack: async (...args) => (await loaded()).unpack(...args),
  };
}

/** Registries and resolvers. */
export async function buildLockWorld(world: World): Promise<LockWorld> {
  const { evidenceVerifier } = await import("./evidence.ts");
  const { nodeVersionReader } = await import("./node-version.ts");
  const { pythonCompiler } = await import("./python-compiler/index.ts");
  const { pythonIndex } = await import("./python-index/index.ts");
  const { uvResolver } = await import("./uv/index.ts");
  const { uvProvider } = await import("./uv/provider.ts");
  const { pythonInstaller } = await import("./python-installer/index.ts");
  const { nodeTrees } = await import("./node-trees.ts");
  const { npmInstallScripts } = await import("./install-scripts.ts");
  const { libcOfThisMachine } = await import("./libc.ts");
  return {
    ...world,
    registry: lazyRegistry(),
    evidence: evidenceVerifier(() => trustOf(world), world.machine.now),
    trustSource: {
      fetch: async (question) => (await import("./tuf/index.ts")).tufSource.fetch(question),
    },
    nodeVersion: nodeVersionReader,
    pythonIndex,
    pythonResolver: uvResolver,
    pythonCompiler,
    uvProvider,
    pythonInstaller,
    trees: nodeTrees,
    installScripts: npmInstallScripts,
    libc: libcOfThisMachine(),
  };
}

/** Loaded with Sigstore's library, where there is something to judge. */
async function trustOf({ disk, machine }: World): Promise<TrustRoot> {
  const { trustInForce } = await import("../trust/in-force.ts");
  return (await trustInForce(disk, foldersOf(machine).data)).trust;
}
