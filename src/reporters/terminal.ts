import type { Finding } from "../model/finding.ts";
import type { Report, ServerReport } from "../model/report.ts";
import type { ServerEntry } from "../model/server.ts";
import { count, printable } from "../model/text.ts";
import { type Verdict, VERDICTS } from "../model/verdict.ts";
import { type BlockContext, findingBlock } from "./finding-block.ts";
import { shortenPaths } from "./paths.ts";
import type { Style } from "./style.ts";

/** The text report of `verify`: a block a finding, then a line a server, then the total. */
export function verifyText(report: Report, given: BlockContext): string {
  const context = { ...given, labelOf: labelsOf(report.servers) };
  // A note says what the line of its server says as well.
  const blocks = [
    ...report.fileFindings.map((finding) => findingBlock(finding, [], context)),
    ...serverBlocks(report.servers, context, isTold),
  ];
  const lines = serverLines(report.servers, context);
  const parts = [...blocks, lines].filter((part) => part !== "").join("\n");
  return `${parts}${totalLine(report)}${report.servers.length === 0 ? "" : nextLine(report, true)}`;
}

function isTold({ severity, ruleId }: Finding): boolean {
  return severity !== "note" || ruleId === "newer-version";
}

/** What `status` says around its servers. */
export interface StatusParts {
  /** Servers were named: their findings are shown. */
  readonly isDetailed: boolean;
  /** Who judged, when, and when registries were asked. */
  readonly head: readonly string[];
  /** What else a person should know, a line each. */
  readonly notes: readonly string[];
  readonly blocks: readonly string[];
}

/** `status`: a line a server, then what needs attention and the next command. */
export function statusText(
  report: Report,
  given: BlockContext,
  { isDetailed, head, notes, blocks }: StatusParts,
): string {
  const context = { ...given, labelOf: labelsOf(report.servers) };
  const active = report.servers.filter(({ verdict }) => verdict !== null);
  const files = report.fileFindings.map((finding) => findingBlock(finding, [], context));
  const found = isDetailed ? serverBlocks(report.servers, context, () => true) : [];
  const isSpaced = isDetailed || files.length + blocks.length > 0;
  return [
    `${[count(active.length, "server"), ...head].join(" · ")}\n`,
    serverLines(report.servers, context),
    ...blocks,
    ...files,
    ...found,
    notes.map((note) => `note: ${note}\n`).join(""),
    nextLine(report, isDetailed),
  ]
    .filter((part) => part !== "")
    .join(isSpaced ? "\n" : "");
}

/** A block a finding; what several servers share, such as a changed npx, is told once. */
function serverBlocks(
  servers: readonly ServerReport[],
  context: BlockContext,
  isShown: (finding: Finding) => boolean,
): readonly string[] {
  const told = new Map<string, { finding: Finding; entries: ServerReport["entry"][] }>();
  for (const { entry, findings } of servers) {
    for (const finding of findings.filter(isShown)) {
      const key = JSON.stringify({ ...finding, server: null });
      const known = told.get(key);
      if (known === undefined) told.set(key, { finding, entries: [entry] });
      else if (!known.entries.includes(entry)) known.entries.push(entry);
    }
  }
  return [...told.values()].map(({ finding, entries }) => findingBlock(finding, entries, context));
}

type Labelled = BlockContext & { readonly labelOf: (entry: ServerEntry) => string };

/** A name that several servers have says nothing: each is then called by its id. */
function labelsOf(servers: readonly ServerReport[]): (entry: ServerEntry) => string {
  const counts = new Map<string, number>();
  for (const { entry } of servers) counts.set(entry.name, (counts.get(entry.name) ?? 0) + 1);
  return ({ name, id }) => ((counts.get(name) ?? 0) > 1 ? id : name);
}

function serverLines(servers: readonly ServerReport[], { style, home, labelOf }: Labelled): string {
  const rows = servers.map((server) => {
    const word = verdictWord(server);
    return {
      word,
      name: printable(labelOf(server.entry), 60),
      what: whatRuns(server),
      why: why(server, home),
    };
  });
  const wide = (key: "word" | "name" | "what"): number =>
    Math.max(0, ...rows.map((row) => row[key].length));
  const [word, name, what] = [wide("word"), wide("name"), wide("what")];
  return rows
    .map((row, index) => {
      const colour = colourOf(servers[index]?.verdict ?? null, style);
      const text = `${colour(row.word.padEnd(word))}  ${row.name.padEnd(name)}  ${row.what.padEnd(what)}  ${row.why}`;
      return `${text.trimEnd()}\n`;
    })
    .join("");
}

/** "matches" is what a floating entry says: the copy is the pinned one, the next start is unknown. */
function verdictWord({ verdict, findings }: ServerReport): string {
  if (verdict === null) return "disabled";
  const decisive = findings.filter(({ ruleId }) => ruleId !== "launcher-unpinned");
  const [only] = decisive;
  return verdict === "inconclusive" && decisive.length === 1 && only?.ruleId === "floating-launch"
    ? "matches"
    : verdict;
}

function whatRuns({ launch, version }: ServerReport): string {
  if (launch.package === null) return launch.kind;
  const spec = version ?? launch.versionSpec;
  return printable(spec === null ? launch.package : `${launch.package} ${spec}`, 80);
}

function why(server: ServerReport, home: string): string {
  const { reason, checked, findings } = server;
  if (verdictWord(server) === "matches")
    return "installed copy is the pinned one; the next start may fetch another";
  if (reason !== null) {
    const errors = findings.filter(({ severity }) => severity === "error").length;
    return `${printable(shortenPaths(reason, home), 160)}${errors > 1 ? ` (and ${errors - 1} more)` : ""}`;
  }
  return checked.files === 0
    ? ""
    : [count(checked.files, "file"), ...packages(checked.packages)].join(" of ");
}

/** A program of the disk has none. */
function packages(number: number): readonly string[] {
  return number === 0 ? [] : [count(number, "package")];
}

function colourOf(verdict: Verdict | null, style: Style): (text: string) => string {
  if (verdict === "verified" || verdict === "accepted") return style.good;
  if (verdict === "violated") return style.bad;
  return verdict === null ? style.dim : style.warn;
}

function totalLine({ servers, exitCode }: Report): string {
  if (servers.length === 0) return "no MCP server is configured: nothing was checked\n";
  const totals = VERDICTS.map((verdict) => {
    const n = servers.filter((server) => server.verdict === verdict).length;
    return n === 0 ? null : `${n} ${verdict}`;
  }).filter((part) => part !== null);
  return `${count(servers.length, "server")}: ${totals.join(", ") || "all disabled"}; exit code ${exitCode}\n`;
}

function nextLine({ servers, fileFindings }: Report, isDetailed: boolean): string {
  if (servers.length === 0 && fileFindings.length === 0)
    return "no MCP server is configured: nothing was checked\n";
  const worst = (["violated", "unlocked", "inconclusive"] as const)
    .map((verdict) => servers.find((server) => server.verdict === verdict))
    .find((server) => server !== undefined);
  if (worst === undefined) return "";
  const [finding] = worst.findings;
  const name = printable(worst.entry.name, 80);
  if (finding?.ruleId === "no-pin") return `next: pinfold lock ${name}\n`;
  const isShown = isDetailed && finding !== undefined && finding.severity !== "note";
  return isShown ? `next: pinfold explain ${finding.ruleId}\n` : `next: pinfold status ${name}\n`;
}
