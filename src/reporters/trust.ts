import { count, printable } from "../model/text.ts";
import type { TrustInForce } from "../trust/in-force.ts";
import type { Style } from "./style.ts";

const DAY_MS = 86_400_000;
/** Sigstore opens a new log about once a year; what is older may not know it. */
const OLD_DAYS = 180;

export interface TrustSummary {
  readonly origin: TrustInForce["origin"];
  readonly asOf: string;
  readonly ageDays: number;
  readonly isOld: boolean;
  readonly source: string | null;
  readonly trustedRoot: {
    readonly digest: string;
    readonly logs: readonly {
      readonly address: string;
      readonly from: string;
      readonly until: string | null;
    }[];
    readonly certificateAuthorities: number;
    readonly timestampAuthorities: number;
  };
  readonly registryKeys: {
    readonly digest: string;
    readonly keys: readonly {
      readonly keyid: string;
      readonly usage: string;
      readonly from: string;
      readonly until: string | null;
    }[];
  };
  readonly versions: TrustInForce["versions"];
  readonly problem: string | null;
}

export function summarizeTrust(trust: TrustInForce, now: Date): TrustSummary {
  const { origin, asOf, source, digests, versions, problem } = trust;
  const { material, registryKeys } = trust.trust;
  const ageDays = Math.max(0, Math.floor((now.getTime() - Date.parse(asOf)) / DAY_MS));
  // The library's word for "without an end".
  const until = (end: Date): string | null => (end.getUTCFullYear() > 9999 ? null : dayOf(end));
  return {
    origin,
    asOf,
    ageDays,
    isOld: ageDays > OLD_DAYS,
    source,
    trustedRoot: {
      digest: digests.trustedRoot,
      logs: material.tlogs.map(({ baseURL, validFor }) => ({
        address: baseURL,
        from: dayOf(validFor.start),
        until: until(validFor.end),
      })),
      certificateAuthorities: material.certificateAuthorities.length,
      timestampAuthorities: material.timestampAuthorities.length,
    },
    registryKeys: {
      digest: digests.registryKeys,
      keys: registryKeys.map(({ keyid, usage, start, end }) => ({
        keyid,
        usage,
        from: dayOf(start),
        until: end === null ? null : dayOf(end),
      })),
    },
    versions,
    problem,
  };
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

export function trustText(summary: TrustSummary, style: Style): string {
  const { origin, asOf, ageDays, isOld, source, trustedRoot, registryKeys, problem } = summary;
  const age = `${count(ageDays, "day")} old`;
  const from =
    origin === "shipped" ? "came with pinfold" : `fetched from ${printable(source ?? "", 200)}`;
  const inUse = registryKeys.keys.filter(
    ({ usage, until }) => usage === "npm:signatures" && until === null,
  );
  const lines = [
    `trust material  ${from}, as of ${asOf.slice(0, 10)} (${isOld ? style.warn(age) : age})`,
    `trusted root    ${trustedRoot.digest}`,
    ...trustedRoot.logs.map(
      (log) =>
        `  log           ${printable(log.address, 200)}, since ${log.from}${log.until === null ? "" : `, until ${log.until}`}`,
    ),
    `  authorities   ${trustedRoot.certificateAuthorities} of certificates, ${trustedRoot.timestampAuthorities} of timestamps`,
    `registry keys   ${registryKeys.digest}`,
    ...inUse.map((key) => `  key           ${printable(key.keyid, 120)}, since ${key.from}`),
    ...(problem === null
      ? []
      : [`${style.warn("warning")}: ${printable(problem, 400)}; what came with pinfold is used`]),
    ...(isOld || problem !== null ? ["next: pinfold trust refresh"] : []),
  ];
  return `${lines.join("\n")}\n`;
}

/** What a refresh changed. */
export function refreshedText(before: TrustSummary, after: TrustSummary, style: Style): string {
  const parts = [
    ["trusted root", before.trustedRoot.digest, after.trustedRoot.digest],
    ["registry keys", before.registryKeys.digest, after.registryKeys.digest],
  ] as const;
  const changes = parts.map(([what, old, now]) =>
    old === now ? `${what}: unchanged\n` : `${style.bold(what)}: ${old} → ${now}\n`,
  );
  return `${changes.join("")}${trustText(after, style)}`;
}
