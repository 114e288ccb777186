import type { ChainChange } from "../model/launcher-chain.ts";
import type { FindingDraft } from "../model/finding.ts";
import { count } from "../model/text.ts";
import { shellPath } from "./remedies.ts";

/** Texts that the rules of the launcher's chain share. */

export function sharedBy(servers: number): string {
  return servers > 1 ? ` (${count(servers, "server")})` : "";
}

/** What follows a folder whose content is meant as well. */
export function andBelow(others: number): string {
  return others === 0 ? "" : ` and ${count(others, "file or folder", "files and folders")} in it`;
}

/** Pinned, observed, and what would run, where they are known. */
export function seen(
  pinned: string | null,
  observed: string | null,
  wouldRun: string | null,
): Pick<FindingDraft, "pinned" | "observed" | "wouldRun"> {
  return {
    ...(pinned === null ? {} : { pinned }),
    ...(observed === null ? {} : { observed }),
    ...(wouldRun === null ? {} : { wouldRun }),
  };
}

export function inspectOrAccept(command: string, wouldRun: string | null): string {
  const look = wouldRun === null ? "find out who removed it" : `inspect ${shellPath(wouldRun)}`;
  return `${look} and remove what is not yours; if it is yours: pinfold accept ${shellPath(command)}`;
}

/** The differences of one program that are neither shadowing nor somebody else's subject. */
export function isChange({ kind }: ChainChange): boolean {
  return ["moved", "link", "bytes", "owner", "mode", "first-line", "new-program"].includes(kind);
}

export function changeDraft(change: ChainChange, command: string, servers: number): FindingDraft {
  const { path, pinned, observed, wouldRun, isAttested, looksLikeUpgrade, signers } = change;
  const upgrade = looksLikeUpgrade
    ? ": likely an upgrade, which is not proof"
    : signers === undefined
      ? ""
      : `: its signature says ${signers.observed}, and said ${signers.pinned}`;
  return {
    severity: isAttested ? "warning" : "error",
    message: isAttested
      ? `${whatChanged(change)}, and the system's package database accounts for it`
      : `${whatChanged(change)}${upgrade}${sharedBy(servers)}`,
    location: { file: path },
    ...seen(pinned, observed, wouldRun),
    remedy: isAttested
      ? `pinfold accept ${shellPath(command)}`
      : inspectOrAccept(command, wouldRun),
  };
}

function whatChanged({ kind, name, path, role }: ChainChange): string {
  switch (kind) {
    case "moved":
      return `${name} is not at ${path} any more, and another file would run`;
    case "link":
      return `a link on the way to ${name} leads elsewhere`;
    case "owner":
      return `${path} belongs to somebody else than before`;
    case "mode":
      return `the permissions of ${path} are not the pinned ones`;
    case "new-program":
      return `${role === "target" ? "the shim now leads to" : "the chain now needs"} ${path}`;
    default:
      return `${path} was changed`;
  }
}
