// scripts/docs.ts [--check]
// Writes the pages of docs/ that follow from the sources: docs/rules, docs/diagnoses,
// docs/clients.md and docs/environment.md. With --check it writes nothing, names the pages that are behind, and ends
// with 1.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { diagnosisIndex, diagnosisPage } from "../src/doctor/docs.ts";
import { DIAGNOSES } from "../src/doctor/index.ts";
import { ruleIndex, rulePage } from "../src/reporters/rule-docs.ts";
import { RULES } from "../src/rules/index.ts";
import { clientsDoc } from "./generate-clients-doc.ts";
import { environmentDoc } from "./generate-environment-doc.ts";

const docs = join(import.meta.dirname, "..", "docs");
const isCheck = process.argv.includes("--check");

/** Every generated page by its path in docs. */
const pages = new Map<string, string>([
  ["rules/README.md", ruleIndex(RULES)],
  ...RULES.map((rule): [string, string] => [`rules/${rule.id}.md`, rulePage(rule)]),
  ["diagnoses/README.md", diagnosisIndex(DIAGNOSES)],
  ...DIAGNOSES.map((one): [string, string] => [`diagnoses/${one.id}.md`, diagnosisPage(one)]),
  ["clients.md", clientsDoc()],
  ["environment.md", environmentDoc()],
]);

const behind = [...pages].filter(([path, text]) => textOf(path) !== text).map(([path]) => path);
const leftOver = ["rules", "diagnoses"]
  .flatMap((folder) => namesIn(folder).map((name) => `${folder}/${name}`))
  .filter((path) => !pages.has(path));

if (isCheck) {
  for (const path of behind) process.stderr.write(`docs/${path} is not what the sources say\n`);
  for (const path of leftOver)
    process.stderr.write(`docs/${path} belongs to no rule or diagnosis\n`);
  if (behind.length + leftOver.length > 0) {
    process.stderr.write("run: npm run docs\n");
    process.exitCode = 1;
  }
} else {
  for (const path of behind) write(path, pages.get(path) ?? "");
  for (const path of leftOver) rmSync(join(docs, path));
}

function textOf(path: string): string | null {
  try {
    return readFileSync(join(docs, path), "utf8");
  } catch {
    return null;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(join(docs, folder));
  } catch {
    return [];
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(docs, path)), { recursive: true });
  writeFileSync(join(docs, path), text);
  process.stdout.write(`docs/${path}\n`);
}
