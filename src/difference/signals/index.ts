import type { Signal } from "./define.ts";
import { builtDifferently } from "./built-differently.ts";
import { deprecatedPackage } from "./deprecated-package.ts";
import { identityChanged } from "./identity-changed.ts";
import { installScriptAdded } from "./install-script-added.ts";
import { installScriptChanged } from "./install-script-changed.ts";
import { nativeCode } from "./native-code.ts";
import { newPackage } from "./new-package.ts";
import { olderVersion } from "./older-version.ts";
import { outsideSource } from "./outside-source.ts";
import { programChanged } from "./program-changed.ts";
import { publisherChanged } from "./publisher-changed.ts";
import { sizeJump } from "./size-jump.ts";
import { suspiciousCode } from "./suspicious-code.ts";
import { uncomparedFiles } from "./uncompared-files.ts";
import { weakerEvidence } from "./weaker-evidence.ts";
import { youngPackage } from "./young-package.ts";

/** Every signal, the gravest first: its place here is its rank in a report. */
export const SIGNALS = [
  installScriptAdded,
  installScriptChanged,
  weakerEvidence,
  identityChanged,
  builtDifferently,
  publisherChanged,
  outsideSource,
  newPackage,
  youngPackage,
  programChanged,
  nativeCode,
  suspiciousCode,
  sizeJump,
  olderVersion,
  uncomparedFiles,
  deprecatedPackage,
] as const satisfies readonly Signal[];

export type SignalId = (typeof SIGNALS)[number]["id"];
