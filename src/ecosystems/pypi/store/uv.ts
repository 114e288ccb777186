import { PinfoldError } from "../../../errors.ts";
import { findProgram } from "../../../path-search/find-program.ts";
import { foldersOf } from "../../../state/folders.ts";
import type { FillWorld } from "../../../store/define.ts";

/** Our own uv before the one of the PATH: it is known by its digest. */
export async function uvOf({ disk, machine, uvProvider }: FillWorld): Promise<string> {
  const own = await uvProvider.own(`${foldersOf(machine).data}/tools`);
  const uv = own ?? findProgram(disk, "uv", machine.env["PATH"] ?? "");
  if (uv !== null) return uv;
  throw new PinfoldError(
    "input",
    "there is no uv, which unpacks packages of Python",
    "install uv, then run the command again",
  );
}
