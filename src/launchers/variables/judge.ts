import type { JudgedVariable } from "../../model/entry-evidence.ts";
import type { VariableRow } from "./define.ts";
import { judgeNodeOptions } from "./node-options.ts";
import { npmOptionRow } from "./npm-options.ts";
import { VARIABLES } from "./table.ts";

export interface VariableContext {
  /** Of the launch: some variables count for one package manager only. */
  readonly ecosystem: string | null;
  readonly home: string;
  /** Windows compares names of variables without case. */
  readonly isCaseless: boolean;
}

/** The variables of an entry that do something to what runs; harmless ones are left out. */
export function judgeVariables(
  env: Readonly<Record<string, string>>,
  context: VariableContext,
): readonly JudgedVariable[] {
  return Object.entries(env).flatMap(([name, value]) => {
    const judged = judgeVariable(name, value, context);
    return judged === null ? [] : [judged];
  });
}

function judgeVariable(
  name: string,
  value: string,
  context: VariableContext,
): JudgedVariable | null {
  const isNamed = (wanted: string): boolean =>
    context.isCaseless ? name.toLowerCase() === wanted.toLowerCase() : name === wanted;
  if (isNamed("NODE_OPTIONS")) return nodeOptions(name, value);
  const [, option] = /^npm_config_(.+)$/is.exec(name) ?? [];
  if (option !== undefined) return npmOption(name, npmName(option), value);
  const row = VARIABLES.find(({ names }) => isAmong(name, names, context.isCaseless));
  if (row === undefined || !isJudged(row, value, context)) return null;
  const { outcome, does } = row;
  return { name, outcome, does, runs: outcome === "injected" ? pathsIn(value) : [] };
}

function isJudged(row: VariableRow, value: string, { ecosystem, home }: VariableContext): boolean {
  if (row.outcome === "harmless" || row.outcome === "followed") return false;
  if (row.only !== undefined && row.only !== ecosystem) return false;
  if (row.except?.isHarmless(value) === true) return false;
  // An unset folder is the standard one, and so is one inside of the home that everybody has.
  if (row.outcome === "moved") return value !== "" && !isStandardPlace(value, home);
  return value !== "" || row.outcome === "unjudged";
}

function isStandardPlace(value: string, home: string): boolean {
  const place = value.replaceAll("\\", "/").replace(/\/+$/, "");
  const base = home.replaceAll("\\", "/");
  const standard = [
    "",
    "/AppData/Roaming",
    "/AppData/Local",
    "/.config",
    "/.cache",
    "/.local/share",
  ];
  return standard.some((below) => place.toLowerCase() === `${base}${below}`.toLowerCase());
}

function nodeOptions(name: string, value: string): JudgedVariable | null {
  const { loading, unknown, files } = judgeNodeOptions(value);
  if (loading.length > 0)
    return {
      name,
      outcome: "injected",
      does: `has ${[...new Set(loading)].join(", ")}, which loads code into every Node that is started or lets others in`,
      runs: files,
    };
  if (unknown.length === 0) return null;
  return { name, outcome: "unjudged", does: `has ${unknown.join(", ")}`, runs: [] };
}

function npmOption(name: string, option: string, value: string): JudgedVariable | null {
  // npm skips an empty one.
  if (value === "") return null;
  const row = npmOptionRow(option);
  if (row === null) return { name, outcome: "unjudged", does: "is an option of npm", runs: [] };
  if (row.outcome === "harmless" || row.outcome === "followed") return null;
  if (row.except?.isHarmless(value) === true) return null;
  const { outcome, does } = row;
  return { name, outcome, does, runs: outcome === "injected" ? filesRun(option, value) : [] };
}

function filesRun(option: string, value: string): readonly string[] {
  return option === "node-options" ? judgeNodeOptions(value).files : pathsIn(value);
}

/** As `@npmcli/config` reads the name of a variable. */
function npmName(text: string): string {
  return text.startsWith("//") ? text : text.replace(/(?!^)_/g, "-").toLowerCase();
}

function isAmong(name: string, names: string, isCaseless: boolean): boolean {
  const given = isCaseless ? name.toLowerCase() : name;
  return names.split(/\s+/).some((one) => {
    const wanted = isCaseless ? one.toLowerCase() : one;
    return wanted.endsWith("*") ? given.startsWith(wanted.slice(0, -1)) : given === wanted;
  });
}

/** The absolute paths of a value that is nothing else: they say what would run, and are no secret. */
function pathsIn(value: string): readonly string[] {
  const parts = value.split(":").filter((part) => part !== "");
  return parts.length > 0 && parts.every((part) => /^\/[\w./@~+ -]+$/.test(part)) ? parts : [];
}
