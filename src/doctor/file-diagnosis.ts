import type { ProblemKind } from "../formats/node.ts";
import type { Severity } from "../model/finding.ts";
import { defineDiagnosis, type DiagnosisDraft, type Diagnosis } from "./define.ts";
import type { FileFault, FileReader } from "./facts.ts";

interface FileDiagnosis<Id extends string> {
  readonly id: Id;
  readonly title: string;
  readonly severity?: Severity;
  readonly consequence?: Diagnosis["consequence"];
  readonly kinds: readonly ProblemKind[];
  readonly docs: Diagnosis["docs"];
}

/** A diagnosis of faults that a client's own reader of the file stumbles over. */
export function fileDiagnosis<const Id extends string>({
  id,
  title,
  severity = "error",
  consequence = "no-start",
  kinds,
  docs,
}: FileDiagnosis<Id>): Diagnosis<Id> {
  return defineDiagnosis({
    id,
    title,
    severity,
    consequence,
    docs,
    checks: {
      *file({ faults }) {
        for (const fault of faults)
          if (kinds.includes(fault.kind)) yield { remedy: byHand(docs), ...faultDraft(fault) };
      },
    },
  });
}

/** What to do where `--fix` leaves the file, because of something else in it. */
function byHand({ remedy }: Diagnosis["docs"]): string {
  const sentences = remedy.split(/(?<=\.)\s+/);
  return sentences.filter((sentence) => !sentence.includes("doctor --fix")).join(" ");
}

/** The sentence and its place; for clients that read the file all the same it is worth knowing. */
export function faultDraft(fault: FileFault): DiagnosisDraft {
  const { message, location, excerpt, readers, isFixable } = fault;
  const strict = readers.filter(({ isTolerant }) => !isTolerant);
  return {
    message,
    location,
    excerpt,
    isFixable,
    effect: effectOf(readers),
    servers: strict.flatMap(({ servers }) => servers),
    clients: readers.map(({ id }) => id),
    ...(strict.length === 0 ? { severity: "warning", consequence: "none" } : {}),
    ...(isFixable ? { remedy: "pinfold doctor --fix (shows the difference, keeps a backup)" } : {}),
  };
}

/** `Claude Desktop starts none of its 4 servers; VS Code reads it all the same` */
function effectOf(readers: readonly FileReader[]): string {
  const strict = readers.filter(({ isTolerant }) => !isTolerant);
  const tolerant = readers.filter(({ isTolerant }) => isTolerant).map(({ name }) => name);
  const stopped = strict.map(({ name, servers }) =>
    servers.length === 0
      ? `${name} cannot use the file`
      : servers.length === 1
        ? `${name} does not start the server in it`
        : `${name} starts none of the ${servers.length} servers in it`,
  );
  const read = tolerant.length === 0 ? [] : [`${tolerant.join(", ")} can read it all the same`];
  return [...stopped, ...read].join("; ");
}
