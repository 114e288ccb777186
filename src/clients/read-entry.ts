import { type ConfigNode, type Member, memberOf, stringOf } from "../formats/node.ts";
import type { ServerEntry } from "../model/server.ts";

type Shape = Pick<
  ServerEntry,
  "command" | "args" | "env" | "cwd" | "url" | "headers" | "disabled" | "problem"
>;

/**
 * The common `mcpServers` shape: `command` with `args`, `env` and `cwd`, or `url` with `headers`.
 * A value of another type than the client takes is a problem of the entry, never a default: an
 * entry that is half understood is not understood.
 */
export function readEntry(node: ConfigNode): Shape {
  const problems: string[] = [];
  if (node.type !== "object") problems.push(`it is ${article(node)}, an object is expected`);
  const text = (key: string): string | null => {
    const value = memberOf(node, key)?.value ?? null;
    if (value !== null && value.type !== "string")
      problems.push(`"${key}" is ${article(value)}, text is expected`);
    return stringOf(value);
  };

  const command = text("command");
  const url = text("url");
  const cwd = text("cwd");
  const args = readArgs(memberOf(node, "args")?.value ?? null, problems);
  const env = readEnv(memberOf(node, "env")?.value ?? null, problems);
  if (problems.length === 0 && command === null && url === null)
    problems.push('it has neither "command" nor "url"');
  if (command?.trim() === "") problems.push('"command" is empty');
  const headers = memberOf(node, "headers")?.value;
  const disabled = memberOf(node, "disabled")?.value;
  return {
    command,
    args,
    env,
    cwd,
    url,
    headers: headers?.type === "object" ? headers.members.map((member) => member.key) : [],
    disabled: disabled?.type === "boolean" && disabled.value,
    problem: problems.length > 0 ? problems.join("; ") : null,
  };
}

function readArgs(node: ConfigNode | null, problems: string[]): string[] {
  if (node === null) return [];
  if (node.type !== "array") {
    problems.push(`"args" is ${article(node)}, a list of texts is expected`);
    return [];
  }
  return node.items.flatMap((item, index) => {
    if (item.type === "string") return [item.value];
    problems.push(`"args" has ${article(item)} at place ${index + 1}, a text is expected`);
    return [];
  });
}

function readEnv(node: ConfigNode | null, problems: string[]): Record<string, string> {
  // No prototype: a variable named __proto__ is a variable.
  const env = Object.create(null) as Record<string, string>;
  if (node === null) return env;
  if (node.type !== "object") {
    problems.push(`"env" is ${article(node)}, an object is expected`);
    return env;
  }
  for (const { key, value } of node.members satisfies readonly Member[]) {
    if (value.type === "string") env[key] = value.value;
    else problems.push(`"env.${key}" is ${article(value)}, a text is expected`);
  }
  return env;
}

function article(node: ConfigNode): string {
  return { object: "an object", array: "a list", string: "a text", number: "a number" }[
    node.type as "object" | "array" | "string" | "number"
  ] ?? (node.type === "null" ? "null" : "true or false");
}
