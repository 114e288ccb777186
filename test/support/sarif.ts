import { readFileSync } from "node:fs";

import { Ajv } from "ajv";

/** A result as far as tests look at it. */
export interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region?: { readonly startLine: number };
    };
  }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
}

export interface SarifRunJson {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly invocations: readonly {
    readonly toolExecutionNotifications: readonly { readonly message: { readonly text: string } }[];
  }[];
  readonly results: readonly SarifResult[];
}

const file = new URL("../reporters/fixtures/sarif-schema-2.1.0.json", import.meta.url);
const ajv = new Ajv({ strict: false, unicodeRegExp: false });
// The formats that the schema names, as far as a mistake of ours could break them.
ajv.addFormat("uri", /^[a-z][a-z0-9+.-]*:[^\s\\]+$/i);
ajv.addFormat("uri-reference", /^[^\s\\]+$/);
ajv.addFormat("date-time", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/);
ajv.addFormat("uuid", true);
const isValid = ajv.compile(JSON.parse(readFileSync(file, "utf8")) as object);

/** The only run of a SARIF text, judged by the schema of OASIS. Throws where it is not valid. */
export function sarifRun(text: string): SarifRunJson {
  const log = JSON.parse(text) as { readonly runs: readonly SarifRunJson[] };
  if (!isValid(log)) throw new Error(JSON.stringify(isValid.errors, null, 1));
  const [run] = log.runs;
  if (run === undefined || log.runs.length !== 1) throw new Error("not one run");
  return run;
}

/** `rule uri:line` of each result. */
export function placesOf({ results }: SarifRunJson): readonly string[] {
  return results.map(({ ruleId, locations }) => {
    const [{ physicalLocation } = { physicalLocation: null }] = locations;
    const line = physicalLocation?.region?.startLine;
    return `${ruleId} ${physicalLocation?.artifactLocation.uri ?? ""}${line === undefined ? "" : `:${line}`}`;
  });
}
