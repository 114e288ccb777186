import { PinfoldError } from "../../errors.ts";
import { isPypiLockfile } from "../../lockfile/parse.ts";
import type { PypiLockfile } from "../../lockfile/pypi-schema.ts";
import type { Lockfile } from "../../lockfile/schema.ts";
import { isKept } from "../../model/launch.ts";
import type { Subject } from "../../model/subject.ts";
import { pinOf } from "../../verify/pins.ts";
import type { KnownServer } from "../../verify/servers.ts";
import type { Locker } from "../define.ts";
import { findingsOfEntry } from "../entry-findings.ts";
import { checkPypiOnline } from "./check-online.ts";
import { judgeGroup } from "./installed.ts";
import { planPypi } from "./plan.ts";
import { lockfileProblems } from "./problems.ts";

/** The servers of uvx, pipx and `python -m`, and lockfiles of Python packages. */
export const pypiLocker: Locker = {
  ecosystem: "pypi",
  approvesLater: false,

  takes: ({ pypi }) => pypi !== null,

  pin({ pins, state }, server) {
    const subject = subjectOf(server);
    return { subject, ...pinOf(pins, state, server, subject, () => null) };
  },

  findings: ({ world, state }, server) =>
    Promise.resolve(findingsOfEntry({ machine: world.machine, state }, server)),

  async interpreters(context, group, lockfile) {
    const own = pypiOrNull(lockfile);
    // `run` has an interpreter of its own choice.
    const [first, ...others] = group.filter(({ launch }) => !isKept(launch));
    if (own === null || first === undefined) return [];
    const judged = await judgeGroup(context, [first, ...others], {
      subject: subjectOf(first),
      lockfile: own,
    });
    // Compiled files that came since are compared by the way, and remembered.
    if (judged.refusals.length === 0) judged.remember();
    return judged.interpreters;
  },

  plan: (context, group) => planPypi(context, group, subjectOf(group[0])),

  problems(lockfile) {
    const own = pypiOrNull(lockfile);
    return own === null ? [] : lockfileProblems(own);
  },

  async checkOnline(context, { file, lockfile }) {
    const own = pypiOrNull(lockfile);
    return own === null ? [] : checkPypiOnline(context, { file, lockfile: own });
  },
};

function subjectOf({ pypi }: KnownServer): Subject<"pypi"> {
  if (pypi !== null) return pypi;
  throw new PinfoldError("internal", "not a server of a Python index", "please report this");
}

function pypiOrNull(lockfile: Lockfile | null): PypiLockfile | null {
  return lockfile !== null && isPypiLockfile(lockfile) ? lockfile : null;
}
