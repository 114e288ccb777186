import type { Finding } from "../model/finding.ts";
import type { ServerEntry } from "../model/server.ts";
import { printable } from "../model/text.ts";
import { shortDigest, shortenPaths, shortPath } from "./paths.ts";
import type { Style } from "./style.ts";

/** Where a finding is printed. */
export interface BlockContext {
  readonly style: Style;
  readonly home: string;
  /** How a server is called; its name where nothing else is said. */
  readonly labelOf?: (entry: ServerEntry) => string;
}

/**
 * One finding, one block: severity and id, sentence, place, what was pinned and what was found,
 * what is exposed, what to do. What several servers share names them all.
 */
export function findingBlock(
  finding: Finding,
  servers: ServerEntry | readonly ServerEntry[] | null,
  { style, home, labelOf = ({ name }) => name }: BlockContext,
): string {
  const colour = { error: style.bad, warning: style.warn, note: style.dim }[finding.severity];
  const text = (raw: string): string => printable(shortenPaths(raw, home), 600);
  const entries = servers === null ? [] : [servers].flat();
  const names = [...new Set(entries.map((entry) => printable(labelOf(entry), 80)))];
  const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : "";
  const subject = names.length === 0 ? "" : `${names.slice(0, MAX_NAMES).join(", ")}${more}: `;
  const lines = [
    `${colour(`${finding.severity}[${finding.ruleId}]`)} ${subject}${text(finding.message)}`,
  ];
  const { location, pinned, observed, wouldRun } = finding;
  if (location !== null) {
    const at = [location.line, location.column].filter((part) => part !== undefined).join(":");
    lines.push(
      `  --> ${printable(shortPath(location.file, home), 600)}${at === "" ? "" : `:${at}`}`,
    );
  }
  const compared = [
    pinned === null ? null : `pinned ${text(shortDigest(pinned))}`,
    observed === null ? null : `observed ${text(shortDigest(observed))}`,
  ].filter((part) => part !== null);
  if (compared.length > 0) lines.push(`  ${compared.join("  ")}`);
  if (wouldRun !== null && wouldRun !== location?.file) lines.push(`  would run ${text(wouldRun)}`);
  if (finding.severity === "error") {
    const exposed = [...new Set(entries.flatMap((entry) => exposure(entry, home)))].slice(
      0,
      MAX_EXPOSED,
    );
    if (exposed.length > 0) lines.push(`  exposed: ${exposed.join(", ")}`);
  }
  lines.push(`  do: ${text(finding.remedy)}`);
  return `${lines.join("\n")}\n`;
}

const MAX_EXPOSED = 6;

/** Variables of the machine and of interpreters, in which nobody keeps a secret. */
const NO_SECRET =
  /^(?:PATH|PATHEXT|HOME|USERPROFILE|SHELL|LANG|LC_\w+|TZ|TERM|TMPDIR|XDG_\w+|NODE_(?:ENV|OPTIONS|PATH)|PYTHON\w*|LD_\w+|DYLD_\w+)$/i;
const MAX_NAMES = 4;

/** What is started, and not what it is given. */
const CODE = /\.(?:[cm]?[jt]s|pyz?|sh|rb|jar)$/;

/** What a hostile server would have: names of variables, never their values, and given folders. */
export function exposure(entry: ServerEntry, home: string): string[] {
  const variables = Object.keys(entry.env)
    .filter((name) => !NO_SECRET.test(name))
    .map((name) => `env ${printable(name, 60)}`);
  const folders = entry.args
    .filter((word) => (word.startsWith("/") || word.startsWith("~")) && !CODE.test(word))
    .map((word) => printable(shortPath(word, home), 120));
  return [...variables, ...folders];
}
