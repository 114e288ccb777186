import type { OnlineEvidence } from "../../model/online.ts";
import type { EvidenceVerifier } from "../../ports/evidence.ts";
import type { NpmRegistry } from "../../ports/npm-registry.ts";
import type { PythonCompiler } from "../../ports/python-compiler.ts";
import type { PythonIndex } from "../../ports/python-index.ts";
import type { PythonResolver } from "../../ports/python-resolver.ts";
import type { UvProvider } from "../../ports/uv-provider.ts";
import type { CollectContext } from "../collect.ts";
import type { KnownServer } from "../servers.ts";

/** Everything that answers from a network: a member for each kind of registry. */
export interface Registries {
  readonly registry: NpmRegistry;
  readonly pythonIndex: PythonIndex;
  readonly pythonResolver: PythonResolver;
  readonly uvProvider: UvProvider;
  readonly pythonCompiler: PythonCompiler;
  readonly evidence: EvidenceVerifier;
}

/** What the checks are given beside what was collected offline. */
export interface OnlineContext extends CollectContext {
  readonly registries: Registries;
  readonly cacheFolder: string;
  readonly dataFolder: string;
}

/**
 * How the registries of one ecosystem are asked what the next start of its servers would run. Nothing
 * is installed or started, and each package that an entry names costs one request where nothing
 * moved.
 */
export interface OnlineCheck {
  takes(server: KnownServer): boolean;
  /**
   * Null where there is no pin to compare with. A registry that gives no usable answer is a problem
   * in the evidence, never an exception.
   */
  ask(context: OnlineContext, server: KnownServer): Promise<OnlineEvidence | null>;
}
