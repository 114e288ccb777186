import type {
  Diagnosed,
  DoctorReport,
  Excerpt,
  ExaminedServer,
  HandshakeReport,
} from "../model/diagnosis.ts";
import { findingsOf } from "../model/findings-of.ts";
import { count, printable, printableJson } from "../model/text.ts";
import { EXIT } from "../model/verdict.ts";
import type { BlockContext } from "./finding-block.ts";
import { headJson, serverJson } from "./json.ts";
import { shortenPaths, shortPath } from "./paths.ts";

/** The text report of `doctor`: a block a finding, then a line a server, then the total. */
export function doctorText(report: DoctorReport, context: BlockContext): string {
  const told = report.findings.filter(({ severity }) => severity !== "note");
  const notes = report.findings.length - told.length;
  const blocks = told.map((finding) => diagnosedBlock(finding, context));
  const more = notes === 0 ? "" : `${count(notes, "note")} more: --json has all\n`;
  const tail = `${serverLines(report, context)}${handshakeLines(report, context)}${more}${totalLine(report)}`;
  return [...blocks, tail].join("\n");
}

/** One finding: what, where with its lines and a caret, what it leads to, what to do. */
function diagnosedBlock(finding: Diagnosed, { style, home }: BlockContext): string {
  const { severity, ruleId, subject, message, location, excerpt, effect, remedy } = finding;
  const colour = { error: style.bad, warning: style.warn, note: style.dim }[severity];
  const text = (raw: string): string => printable(shortenPaths(raw, home), 600);
  const lines = [
    `${colour(`${severity}[${ruleId}]`)} ${printable(shortPath(subject, home), 80)}: ${text(message)}`,
  ];
  if (location !== null) {
    const at = [location.line, location.column].filter((part) => part !== undefined).join(":");
    lines.push(
      `  --> ${printable(shortPath(location.file, home), 600)}${at === "" ? "" : `:${at}`}`,
    );
  }
  if (excerpt !== null) lines.push(...excerptLines(excerpt));
  if (effect !== null) lines.push(`  so: ${text(effect)}`);
  lines.push(`  do: ${text(remedy.replaceAll("`", ""))}`);
  return `${lines.join("\n")}\n`;
}

function excerptLines({ lines, caret }: Excerpt): readonly string[] {
  const width = Math.max(...lines.map(({ number }) => String(number).length));
  const margin = (number: string): string => `  ${number.padStart(width)} | `;
  return [
    ...lines.map(({ number, text }) => `${margin(String(number))}${printable(text, 240)}`),
    `${margin("")}${" ".repeat(caret)}^`,
  ];
}

const WORDS = {
  fails: "will not start",
  unsettled: "not judged",
  "nothing-found": "nothing found",
} as const;

function serverLines({ servers, findings }: DoctorReport, { style }: BlockContext): string {
  const told = findings.filter(({ severity }) => severity !== "note");
  const ownOf = findingsOf(told);
  const rows = servers.map((server) => {
    const own = ownOf(server.entry.id).flatMap((at) => told[at] ?? []);
    return { server, word: wordOf(server, own), ids: [...new Set(own.map((one) => one.ruleId))] };
  });
  const width = Math.max(0, ...rows.map(({ word }) => word.length));
  const wide = Math.max(0, ...rows.map(({ server }) => printable(server.entry.id, 60).length));
  return rows
    .map(({ server, word, ids }) => {
      const { state } = server;
      const colour =
        state === "fails"
          ? style.bad
          : state === null
            ? style.dim
            : state === "unsettled" || ids.length > 0
              ? style.warn
              : style.good;
      const name = printable(server.entry.id, 60).padEnd(wide);
      return `${colour(word.padEnd(width))}  ${name}  ${ids.join(", ")}`.trimEnd() + "\n";
    })
    .join("");
}

/** What each server answered: protocol, name, tools, and how long it took. */
function handshakeLines({ handshakes }: DoctorReport, { style }: BlockContext): string {
  if (handshakes.length === 0) return "";
  const width = Math.max(...handshakes.map(({ outcome }) => outcome.length));
  const wide = Math.max(...handshakes.map(({ server }) => printable(server, 60).length));
  const lines = handshakes.map((one) => {
    const { outcome, server } = one;
    const colour = outcome === "answered" ? style.good : style.bad;
    const name = printable(server, 60).padEnd(wide);
    return `  ${colour(outcome.padEnd(width))}  ${name}  ${answerOf(one)}`.trimEnd();
  });
  return `handshakes:\n${lines.join("\n")}\n`;
}

function answerOf(one: HandshakeReport): string {
  const { protocolVersion, serverInfo, tools, capabilities, initializeMs, toolsListMs } = one;
  const { isPinned } = one;
  const seconds = (ms: number | null): string => `${((ms ?? 0) / 1000).toFixed(2)} s`;
  const status = one.http.at(-1)?.status;
  const parts = [
    isPinned ? "as pinned" : null,
    serverInfo === null ? null : `${serverInfo.name} ${serverInfo.version}`,
    protocolVersion === null ? null : `protocol ${protocolVersion}`,
    tools === null ? null : count(tools, "tool"),
    capabilities.length === 0 ? null : capabilities.join("+"),
    initializeMs === null ? null : `initialize ${seconds(initializeMs)}`,
    toolsListMs === null ? null : `tools/list ${seconds(toolsListMs)}`,
    status === undefined ? null : `status ${status}`,
    protocolVersion === null ? `after ${seconds(one.totalMs)}` : null,
  ];
  return printable(parts.filter((part) => part !== null).join(", "), 300);
}

/** "Nothing found" is said where nothing was found: it is no promise that the server works. */
function wordOf({ state }: ExaminedServer, own: readonly Diagnosed[]): string {
  if (state === null) return "disabled";
  if (state !== "nothing-found") return WORDS[state];
  if (own.some(({ consequence, severity }) => consequence === "leak" && severity === "error"))
    return "leaks a secret";
  if (own.some(({ consequence, severity }) => consequence === "scope" && severity === "error"))
    return "too much scope";
  return own.length > 0 ? "see above" : WORDS[state];
}

function totalLine({ servers, files, findings, exitCode }: DoctorReport): string {
  if (servers.length === 0 && findings.length === 0)
    return "no MCP server is configured: nothing was examined\n";
  const counted = (severity: Diagnosed["severity"]): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const totals = [
    count(counted("error"), "error"),
    count(counted("warning"), "warning"),
    count(counted("note"), "note"),
  ].join(", ");
  const fixable = findings.some(({ isFixable }) => isFixable);
  const next =
    exitCode === EXIT.clean
      ? ""
      : fixable
        ? "next: pinfold doctor --fix\n"
        : findings[0] === undefined
          ? ""
          : `next: pinfold explain ${findings[0].ruleId}\n`;
  return `${count(servers.length, "server")} in ${count(files.length, "file")}: ${totals}; exit code ${exitCode}\n${next}`;
}

/** The JSON report of `doctor`; findings have the names that those of `verify` have. */
export function doctorJson(report: DoctorReport, mended: readonly object[] | null): string {
  const { servers, findings, files, assumptions, gaps, handshakes, exitCode } = report;
  const ownOf = findingsOf(findings);
  return `${printableJson({
    ...headJson(report),
    files,
    assumptions,
    gaps,
    servers: servers.map(({ entry, launch, state }) => ({
      ...serverJson(entry, launch),
      state,
      findings: ownOf(entry.id),
    })),
    findings,
    ...(handshakes.length === 0 ? {} : { handshakes }),
    ...(mended === null ? {} : { mended }),
    exitCode,
  })}\n`;
}
