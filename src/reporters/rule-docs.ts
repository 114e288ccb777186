import type { Rule } from "../rules/define.ts";

/** What a rule and a diagnosis have in common: a page of their own. */
interface Documented {
  readonly id: string;
  readonly title: string;
  readonly docs: { readonly why: string; readonly remedy: string };
}

const WIDTH = 88;

/** What machine readers get of a rule. */
export function ruleMetadata({ id, title, severity, verdict, docs }: Rule) {
  return { id, title, severity, verdict: verdict ?? null, why: docs.why, remedy: docs.remedy };
}

/** `explain RULE`. */
export function explainRule(rule: Rule): string {
  return explanation(rule, consequence(rule));
}

/** `explain`, of whatever has a page. */
export function explanation({ id, title, docs }: Documented, leadsTo: string): string {
  return `${id} (${leadsTo})

${wrap(`${title}.`)}

why it matters
${wrap(docs.why)}

what to do
${wrap(docs.remedy.replaceAll("`", ""))}
`;
}

/** The page of a rule in docs/rules: the same source as `explain`. */
export function rulePage(rule: Rule): string {
  return docsPage(rule, consequence(rule));
}

export function docsPage({ id, title, docs }: Documented, leadsTo: string): string {
  return `# ${id}

${title}.

${sentence(leadsTo)}.

## Why it matters

${docs.why}

## What to do

${docs.remedy}
`;
}

/** docs/rules/README.md. */
export function ruleIndex(rules: readonly Rule[]): string {
  const rows = rules.map(
    (rule) => `| [${rule.id}](${rule.id}.md) | ${rule.severity} | ${rule.title} |`,
  );
  return `# Rules

Each finding names its rule. \`pinfold explain RULE\` prints the same text as these pages, which are
generated: edit the file in src/rules and run \`npm run docs\`.

| rule | severity | means |
|---|---|---|
${rows.join("\n")}
`;
}

function consequence({ severity, verdict }: Rule): string {
  if (severity === "error") return "error: the server is violated, exit code 1";
  if (verdict === undefined) return `${severity}: changes no verdict`;
  return `${severity}: the server is ${verdict}, exit code 3, where no error stands`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function wrap(text: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + word.length >= WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}
