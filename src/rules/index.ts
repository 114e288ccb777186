import { acceptedEntry } from "./accepted-entry.ts";
import { addedFile } from "./added-file.ts";
import { archivedProject } from "./archived-project.ts";
import { baselineTampered } from "./baseline-tampered.ts";
import { behindLockfile } from "./behind-lockfile.ts";
import { brokenConfig } from "./broken-config.ts";
import { builtDifferently } from "./built-differently.ts";
import { bytecodeUnchecked } from "./bytecode-unchecked.ts";
import { changedEntry } from "./changed-entry.ts";
import { changedInterpreter } from "./changed-interpreter.ts";
import { changedLauncherCode } from "./changed-launcher-code.ts";
import { changedLauncher } from "./changed-launcher.ts";
import { changedProgram } from "./changed-program.ts";
import { changedScript } from "./changed-script.ts";
import { changedServer } from "./changed-server.ts";
import { conflictingPins } from "./conflicting-pins.ts";
import { confusableName } from "./confusable-name.ts";
import { contradictedOrigin } from "./contradicted-origin.ts";
import { creatablePathFolder } from "./creatable-path-folder.ts";
import { damagedState } from "./damaged-state.ts";
import type { Rule } from "./define.ts";
import { demandedProvenance } from "./demanded-provenance.ts";
import { deniedInstallScript } from "./denied-install-script.ts";
import { deniedMove } from "./denied-move.ts";
import { deniedSource } from "./denied-source.ts";
import { deprecatedVersion } from "./deprecated-version.ts";
import { downgradedTag } from "./downgraded-tag.ts";
import { endedAcceptance } from "./ended-acceptance.ts";
import { environmentConfiguration } from "./environment-configuration.ts";
import { evidenceMissing } from "./evidence-missing.ts";
import { floatingLaunch } from "./floating-launch.ts";
import { foreignBytecode } from "./foreign-bytecode.ts";
import { foreignOwner } from "./foreign-owner.ts";
import { identityChanged } from "./identity-changed.ts";
import { inconsistentLockfile } from "./inconsistent-lockfile.ts";
import { injectedEnvironment } from "./injected-environment.ts";
import { invalidEvidence } from "./invalid-evidence.ts";
import { judgementFailed } from "./judgement-failed.ts";
import { latentCandidate } from "./latent-candidate.ts";
import { laterCandidate } from "./later-candidate.ts";
import { launcherLoop } from "./launcher-loop.ts";
import { launcherNotAFile } from "./launcher-not-a-file.ts";
import { launcherUnpinned } from "./launcher-unpinned.ts";
import { localCopy } from "./local-copy.ts";
import { logTampered } from "./log-tampered.ts";
import { lookAlikeFile } from "./look-alike-file.ts";
import { loosenedVersion } from "./loosened-version.ts";
import { mirrorDisagreement } from "./mirror-disagreement.ts";
import { missingFile } from "./missing-file.ts";
import { missingLauncher } from "./missing-launcher.ts";
import { modifiedFile } from "./modified-file.ts";
import { monitoringGap } from "./monitoring-gap.ts";
import { moduleAboveTree } from "./module-above-tree.ts";
import { moduleBesideScripts } from "./module-beside-scripts.ts";
import { moduleInWorkingFolder } from "./module-in-working-folder.ts";
import { newServer } from "./new-server.ts";
import { newerVersion } from "./newer-version.ts";
import { noPin } from "./no-pin.ts";
import { noncanonicalLockfile } from "./noncanonical-lockfile.ts";
import { notInstalled } from "./not-installed.ts";
import { npmSetting } from "./npm-setting.ts";
import { npxManifest } from "./npx-manifest.ts";
import { oddPathEntry } from "./odd-path-entry.ts";
import { olderRevision } from "./older-revision.ts";
import { opaqueCommand } from "./opaque-command.ts";
import { otherBytes } from "./other-bytes.ts";
import { otherTree } from "./other-tree.ts";
import { otherVersion } from "./other-version.ts";
import { outsideLink } from "./outside-link.ts";
import { ownInterpreter } from "./own-interpreter.ts";
import { pathDivergence } from "./path-divergence.ts";
import { preferredLocalProgram } from "./preferred-local-program.ts";
import { protectionLost } from "./protection-lost.ts";
import { proxied } from "./proxied.ts";
import { quarantinedProject } from "./quarantined-project.ts";
import { redirectedHome } from "./redirected-home.ts";
import { redirectedRegistry } from "./redirected-registry.ts";
import { registrySilent } from "./registry-silent.ts";
import { relativeCommand } from "./relative-command.ts";
import { remoteCode } from "./remote-code.ts";
import { replacedLink } from "./replaced-link.ts";
import { republishedVersion } from "./republished-version.ts";
import { resemblingName } from "./resembling-name.ts";
import { reservedProgram } from "./reserved-program.ts";
import { seedPackage } from "./seed-package.ts";
import { setuidProgram } from "./setuid-program.ts";
import { shadowedInterpreter } from "./shadowed-interpreter.ts";
import { shadowedLauncher } from "./shadowed-launcher.ts";
import { sharedArchive } from "./shared-archive.ts";
import { startupHook } from "./startup-hook.ts";
import { unaccountedPackage } from "./unaccounted-package.ts";
import { unapprovedInstallScript } from "./unapproved-install-script.ts";
import { uncoveredCode } from "./uncovered-code.ts";
import { uncoveredPlatform } from "./uncovered-platform.ts";
import { unfollowedScript } from "./unfollowed-script.ts";
import { unknownPolicyField } from "./unknown-policy-field.ts";
import { unknownPinfold } from "./unknown-pinfold.ts";
import { unjudgedSetting } from "./unjudged-setting.ts";
import { unlistedVersion } from "./unlisted-version.ts";
import { unpublishedVersion } from "./unpublished-version.ts";
import { unreadableTree } from "./unreadable-tree.ts";
import { unsettledLauncher } from "./unsettled-launcher.ts";
import { unusableLockfile } from "./unusable-lockfile.ts";
import { unvettedBuild } from "./unvetted-build.ts";
import { unvettedUpdate } from "./unvetted-update.ts";
import { versionManagerShim } from "./version-manager-shim.ts";
import { watchingDegraded } from "./watching-degraded.ts";
import { weakenedTls } from "./weakened-tls.ts";
import { weakerEvidence } from "./weaker-evidence.ts";
import { writableLauncher } from "./writable-launcher.ts";
import { yankedVersion } from "./yanked-version.ts";

/** Every rule, in the order in which a report lists findings of one severity. */
export const RULES = [
  ownInterpreter,
  protectionLost,
  baselineTampered,
  logTampered,
  damagedState,
  changedServer,
  changedProgram,
  loosenedVersion,
  injectedEnvironment,
  npmSetting,
  redirectedRegistry,
  lookAlikeFile,
  preferredLocalProgram,
  shadowedLauncher,
  shadowedInterpreter,
  changedLauncher,
  changedInterpreter,
  changedLauncherCode,
  unknownPinfold,
  launcherNotAFile,
  launcherLoop,
  missingLauncher,
  writableLauncher,
  creatablePathFolder,
  foreignOwner,
  setuidProgram,
  oddPathEntry,
  reservedProgram,
  outsideLink,
  environmentConfiguration,
  startupHook,
  moduleBesideScripts,
  moduleInWorkingFolder,
  changedScript,
  modifiedFile,
  addedFile,
  missingFile,
  replacedLink,
  otherBytes,
  foreignBytecode,
  sharedArchive,
  republishedVersion,
  invalidEvidence,
  identityChanged,
  weakerEvidence,
  mirrorDisagreement,
  unvettedUpdate,
  downgradedTag,
  unpublishedVersion,
  quarantinedProject,
  unaccountedPackage,
  moduleAboveTree,
  localCopy,
  npxManifest,
  weakenedTls,
  unapprovedInstallScript,
  deniedInstallScript,
  deniedSource,
  deniedMove,
  demandedProvenance,
  olderRevision,
  conflictingPins,
  otherVersion,
  otherTree,
  behindLockfile,
  unusableLockfile,
  inconsistentLockfile,
  noncanonicalLockfile,
  unknownPolicyField,
  brokenConfig,
  judgementFailed,
  registrySilent,
  evidenceMissing,
  builtDifferently,
  unlistedVersion,
  endedAcceptance,
  opaqueCommand,
  remoteCode,
  unjudgedSetting,
  unreadableTree,
  newServer,
  changedEntry,
  confusableName,
  resemblingName,
  contradictedOrigin,
  redirectedHome,
  proxied,
  deprecatedVersion,
  yankedVersion,
  launcherUnpinned,
  latentCandidate,
  laterCandidate,
  relativeCommand,
  versionManagerShim,
  unfollowedScript,
  uncoveredCode,
  unsettledLauncher,
  pathDivergence,
  uncoveredPlatform,
  bytecodeUnchecked,
  unvettedBuild,
  seedPackage,
  notInstalled,
  noPin,
  floatingLaunch,
  newerVersion,
  archivedProject,
  watchingDegraded,
  monitoringGap,
  acceptedEntry,
] as const satisfies readonly Rule[];

export type RuleId = (typeof RULES)[number]["id"];
