import { printableJson } from "../model/text.ts";
import { EXIT } from "../model/verdict.ts";
import { headJson } from "../reporters/json.ts";
import { explainRule, ruleMetadata } from "../reporters/rule-docs.ts";
import { RULES } from "../rules/index.ts";
import type { Run } from "./define.ts";
import { usageError } from "./options.ts";

export const run: Run = async ({ io, world, options }) => {
  const [id] = options.positionals;
  if (id === undefined || options.positionals.length > 1)
    throw usageError("explain takes one rule or diagnosis", known([]));
  const found = ruleOf(id) ?? (await diagnosisOf(id));
  if (found === null) {
    const { DIAGNOSES } = await import("../doctor/index.ts");
    const hint = known(DIAGNOSES.map((one) => one.id));
    throw usageError(`there is no rule ${JSON.stringify(id)}`, hint);
  }
  if (options.format === "json") {
    const head = headJson({ version: world.version, now: world.machine.now.toISOString() });
    io.out(`${printableJson({ ...head, rule: found.metadata })}\n`);
  } else io.out(found.text);
  return EXIT.clean;
};

interface Explained {
  readonly text: string;
  readonly metadata: object;
}

function ruleOf(id: string): Explained | null {
  const rule = RULES.find((candidate) => candidate.id === id);
  return rule === undefined ? null : { text: explainRule(rule), metadata: ruleMetadata(rule) };
}

/** Diagnoses of `doctor` are explained too, and loaded where no rule has the name. */
async function diagnosisOf(id: string): Promise<Explained | null> {
  const { DIAGNOSES } = await import("../doctor/index.ts");
  const { diagnosisMetadata, explainDiagnosis } = await import("../doctor/docs.ts");
  const diagnosis = DIAGNOSES.find((candidate) => candidate.id === id);
  if (diagnosis === undefined) return null;
  return { text: explainDiagnosis(diagnosis), metadata: diagnosisMetadata(diagnosis) };
}

function known(diagnoses: readonly string[]): string {
  return [
    `rules are: ${RULES.map((rule) => rule.id).join(", ")}`,
    ...(diagnoses.length === 0 ? [] : [`diagnoses are: ${diagnoses.join(", ")}`]),
  ].join("; ");
}
