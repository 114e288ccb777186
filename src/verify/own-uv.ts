import { PinfoldError } from "../errors.ts";
import { findProgram } from "../path-search/find-program.ts";
import type { Disk } from "../ports/disk.ts";
import type { UvProvider } from "../ports/uv-provider.ts";

export interface OwnUvContext {
  readonly disk: Disk;
  readonly uvProvider: UvProvider;
  /** pinfold's own folder for data. */
  readonly dataFolder: string;
  /** Whether a person says yes. */
  readonly consent: (question: string) => Promise<boolean>;
}

const HINT =
  "install uv where the client finds it, or say which PATH the client has: --client-path";

/** pinfold's own uv, where the client would find none; one is fetched where a person agrees. */
export async function ownUv(
  { disk, uvProvider, dataFolder, consent }: OwnUvContext,
  path: string,
): Promise<string> {
  const tools = `${dataFolder}/tools`;
  const own = await uvProvider.own(tools);
  if (own !== null) return own;
  const python = findProgram(disk, "python3", path) ?? findProgram(disk, "python", path);
  if (python === null)
    throw new PinfoldError("input", "there is no uv, and no Python whose pip could fetch it", HINT);
  const question = `there is no uv: fetch uv ${uvProvider.version} by its pinned sha256, through the pip of ${python}?`;
  if (!(await consent(question)))
    throw new PinfoldError("input", "there is no uv to resolve with, and none was fetched", HINT);
  return uvProvider.fetch(python, tools);
}
