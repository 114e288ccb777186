import { PinfoldError } from "../../errors.ts";

/** What a template's places are filled with: absolute paths, and variables that say where folders are. */
export interface UnitValues {
  readonly node: string;
  readonly cli: string;
  readonly log: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** systemd's unit. Source: systemd.service(5) and systemd.syntax(7), "Quoting" and "Specifiers". */
export function systemdUnit(template: string, { node, cli, environment }: UnitValues): string {
  const lines = Object.entries(environment).map(
    ([name, value]) => `Environment=${systemdWord(`${name}=${value}`)}`,
  );
  return filled(template, {
    NODE: systemdProgram(node),
    CLI: systemdWord(cli),
    ENVIRONMENT: lines.join("\n"),
  });
}

/** launchd's property list. */
export function launchdPlist(template: string, values: UnitValues): string {
  const { node, cli, log, environment } = values;
  const pairs = Object.entries(environment).map(
    ([name, value]) => `\t\t<key>${xml(name)}</key>\n\t\t<string>${xml(value)}</string>`,
  );
  return filled(template, {
    NODE: xml(node),
    CLI: xml(cli),
    LOG: xml(log),
    ENVIRONMENT: pairs.join("\n"),
  });
}

function filled(template: string, values: Readonly<Record<string, string>>): string {
  return template
    .split("\n")
    .filter((line) => line !== "@ENVIRONMENT@" || values["ENVIRONMENT"] !== "")
    .map((line) =>
      // Comments speak of the places.
      line.startsWith("#")
        ? line
        : line.replace(/@([A-Z]+)@/g, (place, name: string) => values[name] ?? place),
    )
    .join("\n");
}

/** Of a program's path systemd takes neither quotes nor backslashes, and reads no variables in it. */
function systemdProgram(path: string): string {
  if (/["'\\]/.test(path)) throw unusable(path);
  refuseControls(path);
  return `"${path.replaceAll("%", "%%")}"`;
}

function systemdWord(text: string): string {
  refuseControls(text);
  const quoted = text
    .replaceAll("\\", String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll("%", "%%")
    .replaceAll("$", "$$$$");
  return `"${quoted}"`;
}

function xml(text: string): string {
  refuseControls(text);
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** A line end in a path would begin a line of its own. */
function refuseControls(text: string): void {
  if (/\p{Cc}/u.test(text)) throw unusable(text);
}

function unusable(text: string): PinfoldError {
  return new PinfoldError(
    "refused",
    `${JSON.stringify(text)} cannot be written into a service's file`,
    "choose a folder with a plain name: XDG_DATA_HOME",
  );
}
