import {
  type ConfigNode,
  kindOf,
  memberOf,
  membersOf,
  type Position,
  type Problem,
  type ProblemKind,
  stringOf,
} from "../../formats/node.ts";
import type { ServerEntry } from "../../model/server.ts";

/** An entry as it stands in its file, and the names by which its client reads it. */
export interface WrittenEntry {
  readonly node: ConfigNode;
  readonly shape: EntryShape;
  /** What of it its client cannot use, each at its place. */
  readonly problems: readonly Problem[];
}

/** What an entry says by itself, wherever it stands. */
export type EntryFields = { readonly written: WrittenEntry } & Pick<
  ServerEntry,
  | "command"
  | "args"
  | "env"
  | "envFile"
  | "cwd"
  | "url"
  | "headers"
  | "executes"
  | "disabled"
  | "problem"
>;

/** How a client names the parts of an entry. */
export interface EntryShape {
  readonly command: string;
  /** `command` may be a list: the program and its arguments. */
  readonly isCommandList: boolean;
  readonly args: string;
  readonly env: string;
  /** Variables may be numbers, or null for none. */
  readonly isEnvLoose: boolean;
  /** Names that a remote address may have. */
  readonly urls: readonly string[];
  /** Paths of objects whose names are HTTP headers. */
  readonly headers: readonly (readonly string[])[];
  /** Members whose text is a command that the client runs. */
  readonly helpers: readonly string[];
  /**
   * Members that switch the entry off, with the value that does so. A client that has no such
   * member starts the server whatever an entry says.
   */
  readonly off: readonly (readonly [name: string, value: boolean])[];
  /** A member that may hold all of these in place of the entry. */
  readonly inside: string | null;
  /**
   * Further members that the client has, which say nothing of what is started; null where its
   * members are not documented, so that none can be called unknown.
   */
  readonly others: readonly string[] | null;
}

/** The common `mcpServers` shape: `command` with `args` and `env`, or `url` with `headers`. */
export const STANDARD: EntryShape = {
  command: "command",
  isCommandList: false,
  args: "args",
  env: "env",
  isEnvLoose: false,
  urls: ["url"],
  headers: [["headers"]],
  helpers: [],
  off: [],
  inside: null,
  others: null,
};

/** The common shape with `disabled`, as most editors' agents have it. */
export const SWITCHABLE: EntryShape = { ...STANDARD, off: [["disabled", true]] };

/**
 * An entry's fields. A value of another type than the client takes is a problem of the entry, never
 * a default: an entry that is half understood is not understood. `null` is the same as nothing.
 */
export function readEntry(node: ConfigNode, shape: EntryShape): EntryFields {
  const problems: Problem[] = [];
  const complain = (message: string, at: Position, kind: ProblemKind = "wrong-type"): void => {
    const { line, column } = at;
    problems.push({ kind, message, line, column });
  };
  if (node.type !== "object") complain(`it is ${kindOf(node)}, an object is expected`, node);
  const inner = shape.inside === null ? null : valueOf(node, shape.inside);
  const from = inner?.type === "object" ? inner : node;
  const expect = (name: string, value: ConfigNode, expected: string): void =>
    complain(`"${name}" is ${kindOf(value)}, ${expected} is expected`, value);
  const text = (name: string): string | null => {
    const value = valueOf(from, name);
    if (value !== null && value.type !== "string") expect(name, value, "a text");
    return stringOf(value);
  };
  const texts = (name: string): string[] => {
    const value = valueOf(from, name);
    if (value === null) return [];
    if (value.type === "array")
      return value.items.flatMap((item, index) => {
        if (item.type === "string") return [item.value];
        complain(`"${name}" has ${kindOf(item)} at place ${index + 1}, a text is expected`, item);
        return [];
      });
    expect(name, value, "a list of texts");
    return [];
  };

  const isList = shape.isCommandList && valueOf(from, shape.command)?.type === "array";
  const line = isList ? texts(shape.command) : [];
  const command = isList ? (line[0] ?? null) : text(shape.command);
  const url = shape.urls.map(text).find((address) => address !== null) ?? null;
  const args = [...line.slice(1), ...texts(shape.args)];
  const env = readEnv(from, shape, complain);
  const disabled = shape.off.some(([name, off]) => {
    const value = valueOf(node, name);
    if (value !== null && value.type !== "boolean") expect(name, value, "true or false");
    return value?.type === "boolean" && value.value === off;
  });
  const cwd = text("cwd");
  const envFile = text("envFile");
  const executes = shape.helpers.flatMap((name) => text(name) ?? []);
  if (problems.length === 0 && command === null && url === null)
    complain(
      `it has neither "${shape.command}" nor "${shape.urls[0] ?? "url"}"`,
      node,
      "missing-field",
    );
  if (command !== null && url !== null)
    complain(
      `it has both "${shape.command}" and an address: which one counts is not certain`,
      node,
      "contradiction",
    );
  if (command?.trim() === "")
    complain(`"${shape.command}" is empty`, valueOf(from, shape.command) ?? node, "missing-field");
  return {
    written: { node, shape, problems },
    command,
    args,
    env,
    envFile,
    cwd,
    url,
    headers: shape.headers.flatMap((path) => namesAt(from, path)),
    executes,
    disabled,
    problem: problems.length > 0 ? problems.map(({ message }) => message).join("; ") : null,
  };
}

/** Without a prototype: a variable named __proto__ is a variable. */
export function noVariables(): Record<string, string> {
  const env: Record<string, string> = {};
  Object.setPrototypeOf(env, null);
  return env;
}

function readEnv(
  from: ConfigNode,
  shape: EntryShape,
  complain: (message: string, at: Position) => void,
): Record<string, string> {
  const env = noVariables();
  const node = valueOf(from, shape.env);
  if (node === null) return env;
  if (node.type !== "object")
    complain(`"${shape.env}" is ${kindOf(node)}, an object is expected`, node);
  for (const { key, value } of membersOf(node)) {
    if (value.type === "string") env[key] = value.value;
    else if (shape.isEnvLoose && value.type === "number") env[key] = String(value.value);
    else if (!shape.isEnvLoose || value.type !== "null")
      complain(`"${shape.env}.${key}" is ${kindOf(value)}, a text is expected`, value);
  }
  return env;
}

/** The value of a member; null where there is none, or where it is null. */
function valueOf(node: ConfigNode, name: string): ConfigNode | null {
  const value = memberOf(node, name)?.value ?? null;
  return value?.type === "null" ? null : value;
}

function namesAt(from: ConfigNode, path: readonly string[]): string[] {
  const node = path.reduce<ConfigNode | null>((at, name) => at && valueOf(at, name), from);
  return membersOf(node).map((member) => member.key);
}
