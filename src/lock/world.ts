import type { EvidenceVerifier } from "../ports/evidence.ts";
import type { InstallScripts } from "../ports/install-scripts.ts";
import type { NpmRegistry } from "../ports/npm-registry.ts";
import type { PythonCompiler } from "../ports/python-compiler.ts";
import type { PythonInstaller } from "../ports/python-installer.ts";
import type { PythonIndex } from "../ports/python-index.ts";
import type { PythonResolver } from "../ports/python-resolver.ts";
import type { TrustSource } from "../ports/trust-source.ts";
import type { UvProvider } from "../ports/uv-provider.ts";
import type { Trees } from "../ports/trees.ts";
import type { World } from "../verify/world.ts";

/** Asks a Node for its version (`24.21.0`); null where it gives no answer in time. */
export type NodeVersionReader = (node: string) => Promise<string | null>;

/** What locking needs beside what judging needs. */
export interface LockWorld extends World {
  readonly registry: NpmRegistry;
  readonly evidence: EvidenceVerifier;
  readonly trustSource: TrustSource;
  readonly nodeVersion: NodeVersionReader;
  readonly pythonIndex: PythonIndex;
  readonly pythonResolver: PythonResolver;
  readonly pythonCompiler: PythonCompiler;
  readonly uvProvider: UvProvider;
  readonly pythonInstaller: PythonInstaller;
  readonly trees: Trees;
  readonly installScripts: InstallScripts;
  /** Which C library this machine has, where packages are made for one: `glibc`, `musl`, else null. */
  readonly libc: string | null;
}
