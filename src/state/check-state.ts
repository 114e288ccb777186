import type { AuditLog } from "../audit/log.ts";
import { PinfoldError } from "../errors.ts";
import { byUtf8 } from "../model/digest.ts";
import type { Disk } from "../ports/disk.ts";
import type { Files } from "../ports/files.ts";
import type { Folders } from "./folders.ts";
import { existingState, stateText } from "./recorded-files.ts";

export interface StateCheck {
  /** How many records of state were compared with the audit log. */
  readonly records: number;
  readonly tampered: readonly { readonly file: string; readonly message: string }[];
}

/** Compares every record of this machine's state with what the audit log last said of it. */
export function checkState(
  { disk, files, audit }: { disk: Disk; files: Files; audit: AuditLog },
  { state }: Folders,
): StateCheck {
  const names = new Set([
    ...(audit.ledger()?.keys() ?? []),
    ...Object.keys(existingState(disk, state)),
  ]);
  const tampered: { file: string; message: string }[] = [];
  for (const name of [...names].toSorted(byUtf8)) {
    const path = `${state}/${name}`;
    try {
      files.believe(path, stateText(disk, path));
    } catch (thrown) {
      if (!(thrown instanceof PinfoldError)) throw thrown;
      tampered.push({ file: path, message: thrown.message.replace(`${path}, `, "") });
    }
  }
  return { records: names.size, tampered };
}
