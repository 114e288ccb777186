import { pypiObstacle } from "../ecosystems/pypi/subject.ts";
import type { KnownServer } from "./servers.ts";

/** Why nothing of a server is pinned or judged, beside what rules say of its launch. */
export function obstacleOf({ launch, program }: KnownServer): string {
  return (
    program?.obstacle ??
    pypiObstacle(launch) ??
    launch.reason ??
    (launch.kind === "remote" ? "the code of a remote server cannot be pinned" : null) ??
    `${launch.detail} launches are not judged yet`
  );
}
