import type { ConfigNode, Span } from "../formats/node.ts";
import { type ConfigFormat, parseConfig } from "../formats/read.ts";
import { maskUrls } from "../model/mask.ts";
import { withoutSecrets } from "../model/secrets.ts";
import { type Splice, spliced } from "./plan.ts";

/** Members whose values are secrets often enough: none of them is shown. */
const HIDDEN =
  /^(?:envs?|environment|env_?vars|(?:env_?)?(?:http_?)?headers|user_?config|secrets?|oauth|auth)$/i;
const SECRET_NAME =
  /^[A-Z][A-Z0-9]*_[A-Z0-9_]*$|token|secret|passw|api[-_]?key|authorization|credential|cookie/i;

// The same in what no reader understood: comments, and files that are broken. Bounded repetition: a
// line of a megabyte must not take a minute.
const WRITTEN_NAME =
  /(?:\b[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{0,60}|[\w-]{0,60}(?:token|secret|passw|api[-_]?key|authorization|credential|cookie)[\w-]{0,60})/i;
const WRITTEN_VALUE = /"(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?|[^\s{[|>"',][^,\n]*/;
const WRITTEN_SECRET = new RegExp(
  `(${WRITTEN_NAME.source}["'”’]?[ \\t]*[:=][ \\t]*)(${WRITTEN_VALUE.source})`,
  "gi",
);
const KNOWN_TOKEN = /\b(?:gh[pousr]_|github_pat_|sk-|xox[abprs]-|glpat-|AKIA|eyJ)[\w.+/=-]{8,}/g;

const MASK = "***";

/**
 * The lines of a configuration file as they may be shown: values of variables and headers, and what
 * looks like a secret elsewhere, replaced by `***`. As many lines as the text has, so that they can
 * be told by number. `known` are values that are no secrets, whatever they look like. What no reader
 * understands is masked by `maskWritten`, line by line.
 */
export function maskConfig(
  text: string,
  format: ConfigFormat,
  known: ReadonlySet<string> = new Set(),
): readonly string[] {
  const splices: Splice[] = [];
  const elsewhere = new Set<string>();
  const hide = (span: Span, shown: string | null, value: string): void => {
    // What an alias stands for is written under a name that says nothing.
    if (span === null) elsewhere.add(value);
    if (span === null) return;
    const written = text.slice(span.from, span.to);
    const quote = /^["']/.exec(written)?.[0] ?? "";
    const lines = "\n".repeat(written.split("\n").length - 1);
    splices.push({ ...span, text: `${quote}${shown ?? MASK}${quote}${lines}` });
  };
  const visit = (node: ConfigNode, isHidden: boolean): void => {
    if (node.type === "object")
      for (const { key, value } of node.members) {
        const isSecret = value.type === "string" && SECRET_NAME.test(key);
        visit(value, isHidden || isSecret || HIDDEN.test(key));
      }
    else if (node.type === "array") visitItems(node.items, isHidden);
    else if (node.type !== "null" && isHidden) hide(node.span, null, String(node.value));
    else if (node.type === "string") visitItems([node], false);
  };
  const visitItems = (items: readonly ConfigNode[], isHidden: boolean): void => {
    const texts = items.map((item) => (item.type === "string" ? item.value : ""));
    const safe = isHidden ? texts : withoutSecrets(texts);
    for (const [index, item] of items.entries()) {
      const [value = "", shown = ""] = [texts[index], safe[index]];
      if (item.type !== "string" || isHidden) visit(item, isHidden);
      else if (shown !== value && !known.has(value))
        hide(item.span, shown.replaceAll("<secret>", MASK).replaceAll(/["\n\r]/g, ""), value);
    }
  };
  const { root } = parseConfig(text, format);
  if (root !== null) visit(root, false);
  let masked = spliced(text, splices);
  for (const value of elsewhere) if (value.length > 3) masked = masked.replaceAll(value, MASK);
  return masked.split("\n");
}

/** A line without the secrets that can be told from its text alone. */
export function maskWritten(line: string): string {
  return maskUrls(
    line
      .replace(WRITTEN_SECRET, (_whole, name: string, value: string) => {
        const quote = /^["']/.exec(value)?.[0] ?? "";
        return `${name}${quote}${MASK}${quote}`;
      })
      .replace(KNOWN_TOKEN, MASK),
  );
}
