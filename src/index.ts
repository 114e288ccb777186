/**
 * The library: the same judgement as the command, over any implementation of the ports. `pinfold`
 * itself is built on it; see docs/architecture.md.
 */
export { CLIENTS } from "./clients/index.ts";
export { PinfoldError } from "./errors.ts";
export { resolveLaunch } from "./launchers/index.ts";
export { formatLockfile } from "./lockfile/format.ts";
export { parseLockfile } from "./lockfile/parse.ts";
export type { NpmLockfile } from "./lockfile/schema.ts";
export type { Finding, Severity } from "./model/finding.ts";
export type { Launch } from "./model/launch.ts";
export type { Report, ServerReport } from "./model/report.ts";
export type { ServerEntry } from "./model/server.ts";
export type { Verdict } from "./model/verdict.ts";
export { jsonReport } from "./reporters/json.ts";
export { RULES } from "./rules/index.ts";
export { verify } from "./verify/verify.ts";
export type { Scope, World } from "./verify/world.ts";
