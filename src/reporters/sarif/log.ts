import type { Severity } from "../../model/finding.ts";
import { RULES } from "../../rules/index.ts";
import type { Rule } from "../../rules/define.ts";

/** The parts of SARIF 2.1.0 that are written here; its names are the specification's. */

/** §3.29: a place in a file. `uri` is relative to the working directory where the file lies in it. */
export interface SarifLocation {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
    readonly region?: { readonly startLine: number; readonly startColumn?: number };
  };
  readonly message?: { readonly text: string };
}

/** What a run found, before rules are numbered. */
export interface SarifFinding {
  readonly ruleId: string;
  readonly level: Severity;
  readonly text: string;
  /** The first is the one that tools show. */
  readonly locations: readonly SarifLocation[];
  readonly relatedLocations: readonly SarifLocation[];
  readonly fingerprint: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface SarifRun {
  readonly version: string;
  /** Which of our commands it was: results of another one are not compared with these. */
  readonly category: string;
  /** ISO 8601. */
  readonly now: string;
  readonly findings: readonly SarifFinding[];
  /** What a reader must know beside the results: assumptions, that nothing was checked. */
  readonly notifications: readonly { readonly level: Severity; readonly text: string }[];
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Named in `partialFingerprints` with its version: another way to make it is another name. */
const FINGERPRINT = "pinfoldFinding/v1";
const SCHEMA =
  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** One run as a SARIF log (§3.13), with the metadata of the rules that spoke. */
export function sarifLog({
  version,
  category,
  now,
  findings,
  notifications,
  properties,
}: SarifRun): object {
  const ids = [...new Set(findings.map(({ ruleId }) => ruleId))].toSorted();
  return {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: { name: "pinfold", semanticVersion: version, rules: ids.map(descriptorOf) },
        },
        automationDetails: { id: `pinfold/${category}/` },
        invocations: [
          {
            executionSuccessful: true,
            endTimeUtc: now,
            toolExecutionNotifications: notifications.map(({ level, text }) => ({
              level,
              message: { text },
            })),
          },
        ],
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => ({
          ruleId: finding.ruleId,
          ruleIndex: ids.indexOf(finding.ruleId),
          level: finding.level,
          message: { text: finding.text },
          locations: finding.locations,
          ...(finding.relatedLocations.length === 0
            ? {}
            : {
                relatedLocations: finding.relatedLocations.map((one, id) => ({
                  id: id + 1,
                  ...one,
                })),
              }),
          partialFingerprints: { [FINGERPRINT]: finding.fingerprint },
          properties: finding.properties,
        })),
        properties,
      },
    ],
  };
}

/** §3.49. A rule's texts are those of `pinfold explain`. */
function descriptorOf(id: string): object {
  const rule: Rule | undefined = RULES.find((one) => one.id === id);
  if (rule === undefined) return { id };
  const { title, severity, docs } = rule;
  return {
    id,
    name: id.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: `${title}.` },
    fullDescription: { text: docs.why },
    help: {
      text: `${docs.remedy.replaceAll("`", "")}\n\npinfold explain ${id}`,
      markdown: `${docs.remedy}\n\n\`pinfold explain ${id}\``,
    },
    defaultConfiguration: { level: severity },
    properties: { tags: ["supply-chain"] },
  };
}
