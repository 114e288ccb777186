import { type Syntax, variablesIn } from "../../clients/reading/expansion.ts";

/** The text as its client would hand it over, or the variable that nobody here can fill in. */
export type Filled = { readonly text: string } | { readonly unfilled: string };

/** Replaces the variables that a client replaces, by what is set here. */
export function fillIn(
  text: string,
  replaces: readonly Syntax[],
  env: Readonly<Record<string, string | undefined>>,
): Filled {
  let filled = text;
  for (const { raw, written, syntax, name, fallback } of variablesIn(text)) {
    if (!replaces.includes(syntax)) continue;
    const isOfEnvironment = syntax !== "${input:ID}" && syntax !== "${{ secrets.NAME }}";
    const value = isOfEnvironment ? (env[name] ?? fallback) : null;
    if (value === null) return { unfilled: written };
    filled = filled.replace(raw, () => value);
  }
  return { text: filled };
}
