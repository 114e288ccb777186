import type { Invocation } from "./define.ts";

const NODE = /^\/runtime\/[0-9a-f]{16}\/node(?:\.exe)?$/;
const CLI = /^\/program\/[0-9a-f]{16}\/dist\/cli\.js$/;

/**
 * A command line that starts pinfold by this machine's own copies (`…/node …/cli.js run …`), as if it
 * were written `pinfold run …`; null for any other. Whether the copies are what they were is judged with
 * the launcher; a file of the same name elsewhere is a script like any other.
 *
 * @param data pinfold's data folder
 */
export function privateCall(
  { command, args, ...rest }: Invocation,
  data: string,
): { readonly invocation: Invocation; readonly cli: string } | null {
  const [cli = "", ...words] = args;
  const below = (path: string): string | null => {
    const [plain, folder] = [path.replaceAll("\\", "/"), data.replaceAll("\\", "/")];
    return plain.startsWith(`${folder}/`) ? plain.slice(folder.length) : null;
  };
  if (!NODE.test(below(command) ?? "") || !CLI.test(below(cli) ?? "")) return null;
  return { invocation: { ...rest, command: "pinfold", args: words }, cli };
}
