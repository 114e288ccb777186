import { count, printable } from "../model/text.ts";
import type { AdoptionPlan } from "../sync/adopt.ts";
import type { SubjectChange } from "../sync/directory-difference.ts";
import { shortPath } from "./paths.ts";
import type { Style } from "./style.ts";

const NAMED = 5;

/** What adopting a directory would change, one line a subject. */
export function differenceText(
  { directory, difference, isFirst }: AdoptionPlan,
  { style, home }: { readonly style: Style; readonly home: string },
): string {
  const { subjects, policy } = difference;
  const kinds = (["new", "moved", "edited", "older", "removed"] as const).flatMap((kind) => {
    const own = subjects.filter((one) => one.kind === kind).length;
    return own === 0 ? [] : [`${own} ${kind}`];
  });
  const head = [
    ...kinds,
    ...(policy === null
      ? []
      : [policy.kind === "changed" ? "policy changed" : `policy ${policy.kind}`]),
  ];
  const first = isFirst ? " (never adopted on this machine)" : "";
  const lines = [
    `${style.bold(printable(shortPath(directory, home), 300))}${first}: ${head.join(", ")}`,
    ...subjects.map((change) => `  ${lineOf(change, style)}`),
  ];
  if (policy !== null) {
    const fields = policy.fields.map((name) => printable(name, 60)).join(", ");
    lines.push(`  ${style.warn("policy".padEnd(8))}  ${policy.kind}: ${fields}`);
  }
  return `${lines.join("\n")}\n`;
}

function lineOf(change: SubjectChange, style: Style): string {
  const { kind, subject, version, revision, newlyAllowed } = change;
  const isGrave = kind === "older" || kind === "removed";
  const word = (isGrave ? style.warn : style.bold)(kind.padEnd(8));
  const name = printable(subject, 120);
  const moves = `${version.from ?? "?"} → ${version.to ?? "?"}`;
  const versions =
    version.from === null || version.to === null || version.from === version.to
      ? (version.to ?? version.from ?? "")
      : moves;
  const revisions =
    revision.from === null || revision.to === null || revision.from === revision.to
      ? ""
      : `  revision ${revision.from} → ${revision.to}`;
  const allowed =
    newlyAllowed.length === 0
      ? ""
      : `; passes on ${newlyAllowed.map((one) => printable(one, 60)).join(", ")}`;
  return `${word}  ${name} ${printable(versions, 120)}${revisions}${packagesText(change)}${allowed}`;
}

function packagesText({ kind, packages }: SubjectChange): string {
  const { total, moved, added, removed } = packages;
  if (kind === "removed") return "";
  if (kind === "new") return `  (${count(total, "package")})`;
  const named = (words: string, names: readonly string[]): readonly string[] => {
    if (names.length === 0) return [];
    const shown = names.slice(0, NAMED).map((name) => printable(name, 80));
    const more = names.length > NAMED ? `, and ${names.length - NAMED} more` : "";
    return [`${names.length} ${words}: ${shown.join(", ")}${more}`];
  };
  const parts = [
    ...named(moved.length === 1 ? "moves" : "move", moved),
    ...named(added.length === 1 ? "is new" : "are new", added),
    ...named(removed.length === 1 ? "goes" : "go", removed),
  ];
  return parts.length === 0 ? "" : `\n            ${parts.join("\n            ")}`;
}
