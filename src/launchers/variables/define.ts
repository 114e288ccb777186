import type { EffectOutcome } from "../../model/entry-evidence.ts";

/** Who obeys a variable: the heading under which the documentation lists it. */
export type Obeyed =
  | "loader"
  | "Node"
  | "Python"
  | "npm"
  | "uv"
  | "pip"
  | "shell"
  | "Perl, Ruby and PHP"
  | "Java"
  | ".NET"
  | "git"
  | "Go"
  | "TLS"
  | "proxy"
  | "folders";

/** Variables that do the same, for the same reason. */
export interface VariableRow {
  readonly by: Obeyed;
  /** Separated by blanks; a `*` at the end stands for any ending. */
  readonly names: string;
  readonly outcome: EffectOutcome;
  /** What it does, as the rest of a sentence that begins with the variable's name. */
  readonly does: string;
  /** Values that change nothing, and how the documentation says so. */
  readonly except?: { readonly words: string; readonly isHarmless: (value: string) => boolean };
  /** Counts only for launches of this ecosystem; names that other programs use for themselves. */
  readonly only?: "npm" | "pypi";
}

/** `TRUE`, `1`, `yes`: how programs read a switch. */
export function isOn(value: string): boolean {
  return !/^(?:|0|false|no|off)$/i.test(value.trim());
}

/** What several rows do, in the same words. */
export const NO_CERTIFICATES = "connections are no longer checked against certificates";
export const AUTHORITIES = "names the authorities that connections are believed by";
export const PROXY = "names a proxy that connections go through";
export const ELSEWHERE = "has packages fetched from another place";
