import { docsPage, explanation } from "../reporters/rule-docs.ts";
import type { Diagnosis } from "./define.ts";

const LEADS_TO = {
  "no-start": "something will not start, exit code 1",
  leak: "a secret can be read by others, exit code 1",
  scope: "a server is given too much, exit code 1",
  unsettled: "it could not be judged, exit code 3 where nothing is wrong",
  none: "changes no exit code",
} as const;

function consequence({ severity, consequence: leadsTo }: Diagnosis): string {
  const isHeeded = severity === "error" || leadsTo === "unsettled";
  return `${severity}: ${LEADS_TO[isHeeded ? leadsTo : "none"]}`;
}

/** What machine readers get of a diagnosis. */
export function diagnosisMetadata({ id, title, severity, docs, ...diagnosis }: Diagnosis) {
  const { why, remedy } = docs;
  return { id, title, severity, verdict: null, consequence: diagnosis.consequence, why, remedy };
}

/** `explain ID`. */
export function explainDiagnosis(diagnosis: Diagnosis): string {
  return explanation(diagnosis, consequence(diagnosis));
}

/** The page of a diagnosis in docs/diagnoses: the same source as `explain`. */
export function diagnosisPage(diagnosis: Diagnosis): string {
  return docsPage(diagnosis, consequence(diagnosis));
}

/** docs/diagnoses/README.md. */
export function diagnosisIndex(diagnoses: readonly Diagnosis[]): string {
  const rows = diagnoses.map(
    ({ id, severity, title }) => `| [${id}](${id}.md) | ${severity} | ${title} |`,
  );
  return `# Diagnoses

What \`pinfold doctor\` can find. \`pinfold explain DIAGNOSIS\` prints the same text as these pages, which
are generated: edit the file in src/doctor/diagnoses and run \`npm run docs\`.

| diagnosis | severity | means |
|---|---|---|
${rows.join("\n")}
`;
}
