import { addedFile } from "./added-file.ts";
import { brokenConfig } from "./broken-config.ts";
import { conflictingPins } from "./conflicting-pins.ts";
import type { Rule } from "./define.ts";
import { damagedState } from "./damaged-state.ts";
import { floatingLaunch } from "./floating-launch.ts";
import { judgementFailed } from "./judgement-failed.ts";
import { launcherUnpinned } from "./launcher-unpinned.ts";
import { localCopy } from "./local-copy.ts";
import { missingFile } from "./missing-file.ts";
import { modifiedFile } from "./modified-file.ts";
import { moduleAboveTree } from "./module-above-tree.ts";
import { noPin } from "./no-pin.ts";
import { notInstalled } from "./not-installed.ts";
import { npxManifest } from "./npx-manifest.ts";
import { opaqueCommand } from "./opaque-command.ts";
import { otherBytes } from "./other-bytes.ts";
import { otherTree } from "./other-tree.ts";
import { otherVersion } from "./other-version.ts";
import { protectionLost } from "./protection-lost.ts";
import { replacedLink } from "./replaced-link.ts";
import { reservedProgram } from "./reserved-program.ts";
import { unaccountedPackage } from "./unaccounted-package.ts";
import { unapprovedInstallScript } from "./unapproved-install-script.ts";
import { unreadableTree } from "./unreadable-tree.ts";
import { unusableLockfile } from "./unusable-lockfile.ts";

/** Every rule, in the order in which a report lists findings of one severity. */
export const RULES = [
  protectionLost,
  damagedState,
  reservedProgram,
  modifiedFile,
  addedFile,
  missingFile,
  replacedLink,
  otherBytes,
  unaccountedPackage,
  moduleAboveTree,
  localCopy,
  npxManifest,
  unapprovedInstallScript,
  conflictingPins,
  otherVersion,
  otherTree,
  unusableLockfile,
  brokenConfig,
  judgementFailed,
  opaqueCommand,
  unreadableTree,
  launcherUnpinned,
  notInstalled,
  noPin,
  floatingLaunch,
] as const satisfies readonly Rule[];
