import { judgeTree } from "../../ecosystems/npm/judge-tree.ts";
import type { Finding } from "../../model/finding.ts";
import { subjectLabel } from "../../model/subject.ts";
import { judgeEvidence } from "../../verify/judge.ts";
import type { NpmPlan } from "./plan.ts";
import type { LockContext } from "../define.ts";

/**
 * Errors of an installed tree against the archives that it claims to be: no pin is taken of a tree
 * that was tampered with, whatever was answered. What an install script did is not among them: the
 * pin then holds the archive, and `verify` asks for the script's approval.
 */
export function refusals({ world, state }: LockContext, plan: NpmPlan): readonly Finding[] {
  const { server, location, lockfile, tree, packages, subject } = plan;
  if (tree === null) return [];
  const npmTree = judgeTree(
    { ...world, manifests: state.manifests },
    {
      name: server.entry.name,
      subject: subjectLabel(subject),
      location,
      lockfile,
      baseline: null,
      tree,
      unreadable: null,
      hasMachinePin: false,
      exactTree: null,
    },
  );
  const scripted = packages
    .filter(({ pin }) => pin.hooks !== undefined)
    .map(({ path }) => `${location.root}/${path}/`);
  const { findings } = judgeEvidence({ npmTree }, server.entry.id);
  return findings.filter(
    ({ severity, ruleId, location: at }) =>
      severity === "error" &&
      ruleId !== "unapproved-install-script" &&
      !scripted.some((folder) => at?.file.startsWith(folder) === true),
  );
}
