import type { Chain } from "../model/launcher-chain.ts";
import { printable } from "../model/text.ts";
import { shortDigest, shortPath } from "./paths.ts";

/** The programs of a chain, one a line, for a person who is about to trust them. */
export function chainText(
  { command, purpose }: { readonly command: string; readonly purpose: string },
  { programs, code }: Chain,
  { home, isWhole }: { readonly home: string; readonly isWhole: boolean },
): string {
  const short = (path: string): string => printable(shortPath(path, home), 300);
  const digest = (text: string): string => (isWhole ? text : shortDigest(text));
  const lines = programs.map(({ path, real, sha256 }) => {
    const way = real === null || real === path ? short(path) : `${short(path)} → ${short(real)}`;
    return `${way}  ${sha256 === null ? "not readable" : digest(sha256)}`;
  });
  const trees = code.map(
    ({ root, name, files }) => `${printable(name, 80)} in ${short(root)}  ${files}`,
  );
  const indent = "               ";
  const label = `  ${purpose}`.padEnd(indent.length);
  const name = command.startsWith("/") ? short(command) : printable(command, 80);
  return `${label}${name}\n${[...lines, ...trees].map((line) => `${indent}${line}\n`).join("")}`;
}
