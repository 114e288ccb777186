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
    throw usageError(
      "explain takes one rule",
      `rules are: ${RULES.map((rule) => rule.id).join(", ")}`,
    );
  const rule = RULES.find((candidate) => candidate.id === id);
  if (rule === undefined)
    throw usageError(
      `there is no rule ${JSON.stringify(id)}`,
      `rules are: ${RULES.map((known) => known.id).join(", ")}`,
    );
  if (options.format === "json") {
    const head = headJson({ version: world.version, now: world.machine.now.toISOString() });
    io.out(`${printableJson({ ...head, rule: ruleMetadata(rule) })}\n`);
  } else io.out(explainRule(rule));
  return EXIT.clean;
};
